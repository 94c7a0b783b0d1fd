import type { PrivateKeyAccount } from 'viem/accounts'
import type { z } from 'zod'
import type { CommitteeAnswer } from '@/lib/committee/committee-schemas'
import { newId } from '@/lib/id'
import { pkhDid } from '@/lib/proof/did'
import { bytesOf, type Hex, keccakHex, sha256Hex } from '@/lib/proof/hash'
import { receiptId } from '@/lib/proof/receipt'
import { buildStatement, statementDomain } from '@/lib/proof/statement'
import { typedData } from '@/lib/proof/typed-data'
import type { AttestedAnswer } from '@/lib/receipt/attestation-schemas'
import type { ReceiptAnswer } from '@/lib/receipt/schemas'
import { demoAccount } from '../factories/demo-accounts'
import { type Client, signedIn } from './client'
import type { Desk } from './desk'

const CHAIN = 31337
const POLL_MS = 200
const PATIENCE_MS = 90_000
/** The accounts that a local desk registers as auditors. */
const AUDITORS = [10, 11, 12, 13, 14, 15, 16]

export type Task = z.output<typeof ReceiptAnswer>
export type Committee = z.output<typeof CommitteeAnswer>
export type Said = { type: string; score?: number; confidence?: number; evidence_hash?: string }

export const auditorsOf = (desk: Desk): Promise<Client[]> =>
  Promise.all(AUDITORS.map((index) => signedIn(desk, { account: demoAccount(index) })))

export const didOf = ({ address }: Client) => pkhDid(CHAIN, address)

/** A finished task as both sides hand it in: the document and both signatures. `at`: the desk's time. */
export async function finishedTask(client: Client, provider: Client, at = new Date()) {
  const draft = {
    v: 'countersign.receipt/1' as const,
    kind: 'task' as const,
    subject: `job-${newId()}`,
    parties: [
      { role: 'client', did: didOf(client) },
      { role: 'provider', did: didOf(provider) },
    ],
    ...{ mode: null, terms_hash: null, commitments: null, outcome: null, log: null, case: null },
    ...{ split: false, amounts: [], signature_hashes: [] as Hex[], funds_proofs: [] },
    quorum: { kind: 'committee' as const, k: 3, m: 5 },
    task: {
      ...{ intent_id: null, negotiation_id: null, intent_type: 'translate', payment_ref: null },
      ...{ agent_did: didOf(provider), client_did: didOf(client) },
      inputs_hash: keccakHex('in'),
      outputs_hash: keccakHex('out'),
      metrics: { latency_ms: 1_200 },
      amount_atomic: '250000',
    },
    issued_at: at.toISOString(),
  }
  const message = buildStatement({ receipt: receiptId(draft), round: 0, statement: 'COUNTERSIGNED' })
  const signatures = await Promise.all(
    [client, provider].map(async (side) => {
      const text = typedData('ReceiptStatement', statementDomain(didOf(side), CHAIN), message)
      return { did: didOf(side), signature: await signText(side, text) }
    }),
  )
  const signature_hashes = signatures.map(({ signature }) => sha256Hex(bytesOf(signature)))
  return { receipt: { ...draft, signature_hashes }, signatures }
}

/** Hands in a finished task, and waits until its committee sits. */
export async function seatedTask(client: Client, provider: Client, at?: Date): Promise<Committee> {
  const { id } = await client.post<Task>('/receipts', await finishedTask(client, provider, at))
  return untilRound(client, id, 0)
}

/** The committee of a round, as soon as it sits. */
export async function untilRound(client: Client, id: string, round: number): Promise<Committee> {
  return patiently(`round ${round} of ${id}`, async () => {
    const committee = await client.get<Committee>(`/receipts/${id}/committee`)
    return committee.round === round && committee.state === 'SEATED' ? committee : null
  })
}

export function seatedOf({ committee }: Committee, auditors: readonly Client[]): Client[] {
  return committee.map(({ member }) => {
    const own = auditors.find(({ address }) => address === member)
    if (!own) throw new Error(`${member} is nobody’s`)
    return own
  })
}

/** Looks until there is something to see. */
export async function patiently<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const begun = performance.now(); performance.now() - begun < PATIENCE_MS; ) {
    const found = await look()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`Waited in vain for ${what}`)
}

/** A statement signed as a wallet does, over what the desk hands out, not yet handed in. */
export async function signed(who: Client, id: string, said: Said): Promise<Said & { signature: Hex }> {
  const asked = new URLSearchParams(Object.entries(said).map(([name, value]) => [name, String(value)]))
  const { typed_data } = await who.get<{ typed_data: unknown }>(`/receipts/${id}/attestation?${asked}`)
  return { ...said, signature: await signText(who, typed_data) }
}

export async function say(who: Client, id: string, said: Said): Promise<z.output<typeof AttestedAnswer>> {
  return who.post(`/receipts/${id}/attestations`, await signed(who, id, said))
}

function signText({ account }: Client, text: unknown): Promise<Hex> {
  return account.signTypedData(text as Parameters<PrivateKeyAccount['signTypedData']>[0])
}
