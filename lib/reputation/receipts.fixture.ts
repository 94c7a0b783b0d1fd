import type pg from 'pg'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { sha256Hex } from '@/lib/proof/hash'
import { type Receipt, receiptId } from '@/lib/proof/receipt'
import { partyKeyOf } from '@/lib/receipt/party-key'
import type { Said } from './observe'

/** Decided receipts, written as the desk writes them, for tests of many at once. */

export const didAt = (n: number) => `did:pkh:eip155:31337:0x${n.toString(16).padStart(40, '0')}`
export const partyAt = (n: number) => partyKeyOf(didAt(n))

export type Deal = {
  kind: 'task' | 'challenge'
  /** Client or creator, and provider or counterparty: numbers of wallets. */
  from: number
  to: number
  at: Date
  status?: 'FINALIZED' | 'FAILED' | 'REVERSED' | 'EXPIRED' | 'APPEALED'
  visibility?: 'link' | 'public' | 'parties'
  /** Whose wallets they are. */
  users?: readonly [string, string]
  metrics?: Record<string, unknown>
  amount?: string
  statements?: readonly Said[]
  outcome?: 'FULFILLED' | 'CREATOR_WIN' | 'COUNTERPARTY_WIN' | 'DRAW' | 'NO_CONTEST'
  mode?: 'GATEKEEPER' | 'FIRE'
  quorum?: 'parties' | 'oracle' | 'moderator' | 'committee' | 'clock'
}

const ZERO = `0x${'00'.repeat(32)}` as const

/** The document of a deal; `subject` makes each another. */
export function receiptOf(deal: Deal, subject = newId()): Receipt {
  const common = {
    v: 'countersign.receipt/1' as const,
    subject,
    split: false,
    amounts: [],
    signature_hashes: [],
    funds_proofs: [],
    case: null,
    issued_at: deal.at.toISOString(),
  }
  const [from, to] = [didAt(deal.from), didAt(deal.to)]
  if (deal.kind === 'challenge') {
    return {
      ...common,
      kind: 'challenge',
      parties: [
        { role: 'creator', did: from },
        { role: 'counterparty', did: to },
      ],
      mode: deal.mode ?? 'FIRE',
      terms_hash: ZERO,
      commitments: { initiator_hash: ZERO, counter_hash: ZERO, final_hash: ZERO },
      outcome: deal.outcome ?? 'FULFILLED',
      log: { head: ZERO, length: 1 },
      quorum: { kind: deal.quorum ?? 'parties', k: 2, m: 2 },
      task: null,
    } as Receipt
  }
  return {
    ...common,
    kind: 'task',
    parties: [
      { role: 'client', did: from },
      { role: 'provider', did: to },
    ],
    mode: null,
    terms_hash: null,
    commitments: null,
    outcome: null,
    log: null,
    quorum: { kind: 'committee', k: 3, m: 5 },
    task: {
      intent_id: null,
      negotiation_id: null,
      intent_type: 'test',
      agent_did: to,
      client_did: from,
      inputs_hash: ZERO,
      outputs_hash: ZERO,
      metrics: deal.metrics ?? {},
      payment_ref: null,
      amount_atomic: deal.amount ?? '1000000',
    },
  } as Receipt
}

/** Stores a deal as decided at `deal.at`; its receipt's id. Nothing is folded. */
export async function store(pool: pg.Pool, deal: Deal): Promise<string> {
  const receipt = receiptOf(deal)
  const id = receiptId(receipt)
  const at = deal.at.toISOString()
  const [client, provider] = deal.users ?? [null, null]
  const sql = sqlOver(pool)
  await sql.$executeRaw`
    INSERT INTO receipts (id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m,
      client_user_id, provider_user_id, finalized_at, issued_at, created_at)
    VALUES (${id}::text, ${deal.kind}::text, ${deal.kind}::text, ${receipt.subject}::text,
      ${JSON.stringify(receipt)}::jsonb, ${deal.status ?? 'FINALIZED'}::text, ${deal.visibility ?? 'public'}::text,
      ${receipt.parties.map(({ did }) => partyKeyOf(did))}::text[], ${receipt.quorum.kind}::text, 3, 5,
      ${client}::uuid, ${provider}::uuid, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)`
  for (const [i, said] of (deal.statements ?? []).entries()) {
    const family = said.type.startsWith('AUDIT') ? 'AUDIT' : said.type.startsWith('SAFETY') ? 'SAFETY' : 'OUTCOME'
    await sql.$executeRaw`
      INSERT INTO receipt_attestations (id, receipt_id, round, trial, role, signer, family, type, score, confidence, domain,
        message, signature, hash, created_at)
      VALUES (${newId()}::uuid, ${id}::text, 0, 0, 'member', ${`did:key:z${i}`}::text, ${family}::text, ${said.type}::text,
        ${said.score}::int, ${said.confidence}::int, '{}', '{}', '0x', ${sha256Hex(`${id}${i}`)}::text, ${at}::timestamptz)`
  }
  return id
}
