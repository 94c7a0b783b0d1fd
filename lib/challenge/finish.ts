import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import type { ChallengeReceipt } from '@/lib/proof/receipt'
import { issueReceipt } from '@/lib/receipt/issue'
import { type Challenge, didOf } from './challenge'
import { type Change, followersOf, publishChange, writeChange } from './change'
import type { Outcome, Party } from './state'
import { setReceiptId } from './store'

type Ending = {
  outcome: Outcome
  quorum: ChallengeReceipt['quorum']
  /** Of what decided, in the order the receipt names them: creator first. */
  signatures: Hex[]
  /** What the chain paid to the two. */
  amounts?: ChallengeReceipt['amounts']
  /** The dispute that was decided, with the votes that did. */
  case?: ChallengeReceipt['case']
}

/**
 * Ends a challenge with a receipt: the change, its log entry and the receipt with its anchor leaf in one transaction.
 * The receipt's log head includes the entry written here (formats.md, "Receipt").
 */
export async function finishChallenge(
  tx: Tx,
  ctx: Ctx,
  before: Challenge,
  change: Change,
  ending: Ending,
): Promise<Challenge> {
  const after = await writeChange(tx, ctx, before, {
    ...change,
    set: { ...change.set, outcome: ending.outcome },
    verdict: ending.quorum.kind === 'committee',
  })
  const organizations = await followersOf(tx, after)

  const receiptId = await issueReceipt(tx, ctx, {
    receipt: buildReceipt(after, ending, ctx.now),
    visibility: after.visibility,
    organizations,
  })
  await setReceiptId(tx, after.id, receiptId)
  const finished = { ...after, receiptId }
  await publishChange(tx, ctx, finished, change.event, organizations)
  return finished
}

/** Pure: the canonical record of a challenge that ended. No title, description, terms or names of documents. */
export function buildReceipt(challenge: Challenge, ending: Ending, now: Date): ChallengeReceipt {
  return {
    v: 'countersign.receipt/1',
    kind: 'challenge',
    subject: challenge.id,
    parties: partiesOf(challenge),
    mode: challenge.mode,
    terms_hash: challenge.termsHash as Hex,
    commitments: {
      initiator_hash: challenge.initiatorHash as Hex,
      counter_hash: challenge.counterHash as Hex,
      final_hash: challenge.finalHash as Hex,
    },
    outcome: ending.outcome,
    split: challenge.split,
    amounts: ending.amounts ?? [],
    signature_hashes: ending.signatures.map((signature) => sha256Hex(bytesOf(signature))),
    log: { head: challenge.logHead, length: challenge.logLength },
    funds_proofs: challenge.verification.proofs ?? [],
    quorum: ending.quorum,
    case: ending.case ?? null,
    task: null,
    issued_at: now.toISOString(),
  }
}

function partiesOf(challenge: Challenge): { role: Party; did: string }[] {
  const creator = { role: 'creator' as const, did: didOf(challenge, 'creator') }
  if (!challenge.counterparty?.chainId || challenge.mode === 'SOLO') return [creator]
  return [creator, { role: 'counterparty', did: didOf(challenge, 'counterparty') }]
}
