import { addLeaf } from '@/lib/anchor/add-leaf'
import type { Challenge } from '@/lib/challenge/challenge'
import type { Party } from '@/lib/challenge/state'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { declareEvidence, type EvidenceItem } from '@/lib/evidence/declare-evidence'
import { pkhDid } from '@/lib/proof/did'
import { type Hex, sha256Hex, ZERO_HASH } from '@/lib/proof/hash'
import { type Case, caseId } from '@/lib/proof/receipt'
import { insertCase } from './case-store'
import { type Exclusion, excludedFor, withoutWallet } from './exclusions'
import { loadRoster } from './load-roster'

/** So many disputes one side may write down without opening one. */
const MAX_PREPARED = 10

export type PrepareCase = {
  /** Read under its lock. */
  challenge: Challenge
  role: Party
  reason: string
  evidence: readonly EvidenceItem[]
}

/**
 * Writes a dispute down, as part of the caller's transaction: the document `countersign.case/1` with its hash, and what its
 * opener wants to show. Bonded, it is PREPARED until the chain says that it was opened; otherwise OPEN at once, its hash
 * in the next batch to be timestamped, from which its panel is drawn. The same again changes nothing.
 */
export async function prepareCase(tx: Tx, ctx: Ctx, input: PrepareCase): Promise<{ caseId: Hex }> {
  const { challenge, role, reason, evidence } = input
  const document = buildCase(challenge, role, reason, evidence)
  const id = caseId(document)
  const isBonded = challenge.dealId !== null
  const panel = challenge.resolution.strategy === 'COMMITTEE' ? challenge.resolution.panel : undefined
  const isNew = await insertCase(tx, {
    id,
    challengeId: challenge.id,
    dealId: challenge.dealId,
    openerRole: role,
    reason,
    document,
    status: isBonded ? 'PREPARED' : 'OPEN',
    rosterEpoch: panel?.epoch ?? null,
    k: panel?.k ?? 0,
    m: panel?.m ?? 0,
    excluded: panel ? await exclusionsOf(tx, ctx, challenge) : [],
    openedAt: isBonded ? null : ctx.now,
    now: ctx.now,
  })
  if (!isNew) return { caseId: id }
  requireFew(challenge, role)

  await declareEvidence(tx, { caseId: id, role, items: evidence, now: ctx.now })
  await addLeaf(tx, { kind: 'case', id, now: ctx.now })
  if (panel) await addLeaf(tx, { kind: 'roster', id: panel.root, now: ctx.now })
  return { caseId: id }
}

/** Each holds room for files and a place in a batch, and one is all that can be opened. */
function requireFew({ cases }: Challenge, role: Party): void {
  const prepared = cases.filter(({ status, openerRole }) => status === 'PREPARED' && openerRole === role)
  if (prepared.length < MAX_PREPARED) return
  throw new AppError('E9003', 'You have written down this dispute too many times. Open one of them on chain.')
}

/** Pure: the dispute as it is hashed. The reason and the files are named by their hashes only. */
export function buildCase(
  challenge: Challenge,
  role: Party,
  reason: string,
  evidence: readonly Pick<EvidenceItem, 'sha256'>[],
): Case {
  const person = role === 'creator' ? challenge.creator : challenge.counterparty
  if (!person?.chainId || !challenge.finalHash)
    throw new AppError('E3014', 'Only what both have signed can be disputed.')

  return {
    v: 'countersign.case/1',
    final: challenge.finalHash,
    deal: challenge.dealId ?? ZERO_HASH,
    opener: pkhDid(person.chainId, person.address),
    reason_hash: sha256Hex(reason),
    evidence: evidence.map(({ sha256 }) => sha256),
  }
}

/**
 * Who of the roster cannot be drawn, and why. The contract leaves out the parties and those named in the deal, and cannot
 * seat agents without a wallet; the desk's own draw leaves out also whoever has come too close to a party since the terms
 * were signed.
 */
async function exclusionsOf(tx: Tx, ctx: Ctx, challenge: Challenge): Promise<Exclusion[]> {
  const { panel } = challenge.resolution
  if (!panel) return []

  const roster = await loadRoster(tx, panel.epoch)
  const parties = [challenge.creator, ...(challenge.counterparty ? [challenge.counterparty] : [])]
  const tied = await excludedFor(tx, { parties, roster, now: ctx.now })
  const struck = new Set<Hex>(panel.struck)
  const unseated = new Set(challenge.dealId ? withoutWallet(roster).map(({ member }) => member) : [])
  return roster.rows.flatMap(({ member }): Exclusion[] => {
    if (unseated.has(member)) return [{ member, reason: 'NO_WALLET' }]
    const tie = tied.find((exclusion) => exclusion.member === member)
    if (struck.has(member)) return [tie ?? { member, reason: 'STRUCK' }]
    return tie && (challenge.dealId === null || tie.reason === 'PARTY') ? [tie] : []
  })
}
