import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import type { ChainDispute, ChainNews } from '@/lib/stake/chain-news'
import { followCase, listLoggedResponses } from './chain-store'
import { type Challenge, factsOf, isBonded } from './challenge'
import { type Change, saveChange } from './change'
import { endByChain } from './end-by-chain'
import { standInForCase } from './stand-in-case'
import { type Action, findMove, isTerminal, type Party, type Status } from './state'
import { closeOffers, lockChallenge } from './store'

const SIDES: readonly Party[] = ['creator', 'counterparty']
/** How far along a bonded challenge is. */
const ORDER: readonly Status[] = ['AWAITING_COUNTERPARTY', 'INTENT_LOCKED', 'ACTIVE', 'AWAITING_RESOLUTION', 'DISPUTED']

/**
 * Brings a bonded challenge to what the chain has confirmed of its deal, step by step, each with its log entry: locked and
 * begun, responses, dispute, its end with a receipt; or back, when a reorganization took something away. All of the news
 * is given each time, so it may come twice, late, or several steps at once. The chain's outcome always wins, and an ended
 * challenge never moves again. Part of the caller's transaction.
 */
export async function followChain(tx: Tx, ctx: Ctx, challengeId: string, news: ChainNews): Promise<void> {
  const found = await lockChallenge(tx, challengeId)
  if (isTerminal(found.status) || !isBonded(found) || !found.acceptedAt) return

  const isStandIn = news.dispute !== null && (await standInForCase(tx, ctx, found, news.dispute))
  const before = isStandIn ? await lockChallenge(tx, challengeId) : found
  await followCase(tx, challengeId, news.dispute, ctx.now)
  const mirrored = await mirrorNonces(tx, ctx, before, news)
  const target = statusOnChain(mirrored, news)
  const isBack = ORDER.indexOf(target) < ORDER.indexOf(mirrored.status)
  const moved = isBack ? await rollBack(tx, ctx, mirrored, target) : await goOn(tx, ctx, mirrored, news)
  if (news.ending) await endByChain(tx, ctx, moved, news, news.ending)
}

/** Pure: the status of a challenge that has not ended, by what the chain has confirmed. */
export function statusOnChain({ mode }: Pick<Challenge, 'mode'>, news: ChainNews): Status {
  if (!areBothIn(news)) return 'AWAITING_COUNTERPARTY'
  if (mode === 'ENFORCED' && !SIDES.every((side) => news.responses[side])) return 'ACTIVE'
  return news.dispute ? 'DISPUTED' : 'AWAITING_RESOLUTION'
}

function areBothIn({ deposits }: ChainNews): boolean {
  return SIDES.every((side) => deposits[side]?.confirmed)
}

async function goOn(tx: Tx, ctx: Ctx, before: Challenge, news: ChainNews): Promise<Challenge> {
  let challenge = before
  if (challenge.status === 'AWAITING_COUNTERPARTY' && areBothIn(news)) challenge = await lock(tx, ctx, challenge, news)
  if (challenge.status === 'INTENT_LOCKED') challenge = await begin(tx, ctx, challenge)
  if (challenge.status === 'ACTIVE') challenge = await takeResponses(tx, ctx, challenge, news)
  if (challenge.status === 'AWAITING_RESOLUTION') challenge = await takeDispute(tx, ctx, challenge, news)
  return challenge
}

function lock(tx: Tx, ctx: Ctx, before: Challenge, { deposits }: ChainNews): Promise<Challenge> {
  return moveByChain(tx, ctx, before, {
    action: 'lock',
    to: 'INTENT_LOCKED',
    data: {
      creator_tx: deposits.creator?.txHash,
      creator_block: Number(deposits.creator?.blockNumber),
      counterparty_tx: deposits.counterparty?.txHash,
      counterparty_block: Number(deposits.counterparty?.blockNumber),
    },
    event: 'challenge.locked',
  })
}

function begin(tx: Tx, ctx: Ctx, before: Challenge): Promise<Challenge> {
  return saveChange(tx, ctx, before, {
    action: 'begin',
    actor: 'desk',
    to: before.mode === 'ENFORCED' ? 'ACTIVE' : 'AWAITING_RESOLUTION',
    event: 'challenge.begun',
  })
}

/** One response changes nothing but the log; with the second they are open and somebody says how it ended. */
async function takeResponses(tx: Tx, ctx: Ctx, before: Challenge, { responses }: ChainNews): Promise<Challenge> {
  const onChain = SIDES.flatMap((role) => (responses[role] ? [{ role, hash: responses[role] }] : []))
  if (onChain.length === 0) return before

  const logged = await listLoggedResponses(tx, before.id)
  const isNew = (one: (typeof onChain)[number]) => !logged.some((l) => l.role === one.role && l.hash === one.hash)
  const fresh = onChain.filter(isNew)
  const areBoth = onChain.length === SIDES.length
  const toTell = areBoth && fresh.length === 0 ? onChain.slice(-1) : fresh

  let challenge = before
  for (const [i, { role, hash }] of toTell.entries()) {
    const isLast = areBoth && i === toTell.length - 1
    const change = {
      action: 'respond' as const,
      data: { role, response_hash: hash },
      event: 'challenge.responded' as const,
    }
    challenge = await moveByChain(tx, ctx, challenge, isLast ? { ...change, to: 'AWAITING_RESOLUTION' } : change)
  }
  return challenge
}

async function takeDispute(tx: Tx, ctx: Ctx, before: Challenge, { dispute }: ChainNews): Promise<Challenge> {
  if (!dispute) return before
  return moveByChain(tx, ctx, before, {
    action: 'dispute',
    to: 'DISPUTED',
    deadlineAt: endOfDispute(before, dispute),
    data: {
      case_id: dispute.caseHash,
      role: dispute.opener,
      opened_at: dispute.openedAt.toISOString(),
      until: dispute.until.toISOString(),
    },
    event: 'challenge.disputed',
  })
}

/** Counted from when it was opened; as on chain, nobody shortens what was agreed by disputing it. */
function endOfDispute({ deadlines, deadlineAt }: Challenge, { openedAt }: ChainDispute): Date {
  const end = openedAt.getTime() + (deadlines?.disputeSeconds ?? 0) * 1000
  return new Date(Math.max(end, deadlineAt?.getTime() ?? 0))
}

/** What the chain no longer says never was. Before the lock the signed time to deposit counts again. */
function rollBack(tx: Tx, ctx: Ctx, before: Challenge, to: Status): Promise<Challenge> {
  const isUnlocked = to === 'AWAITING_COUNTERPARTY'
  return moveByChain(tx, ctx, before, {
    action: 'roll_back',
    as: 'chain.rolled_back',
    to,
    ...(isUnlocked ? { deadlineAt: before.deadlines?.deposit ?? null } : {}),
    data: { code: isUnlocked ? 'DEPOSIT_GONE' : to === 'ACTIVE' ? 'RESPONSE_GONE' : 'DISPUTE_GONE' },
    event: 'challenge.rolled_back',
  })
}

/** The nonces of the chain are those an offer needs; one with another nonce is dead and leaves the table. */
async function mirrorNonces(tx: Tx, ctx: Ctx, before: Challenge, { nonces }: ChainNews): Promise<Challenge> {
  const changed = SIDES.filter((side) => BigInt(before.nonces[side]) !== nonces[side])
  let challenge = before
  for (const role of changed) {
    const nonce = Number(nonces[role])
    await closeOffers(tx, before.id, 'voided', ctx.now, { role, primaryType: 'Settle' })
    challenge = await saveChange(tx, ctx, challenge, {
      action: 'void',
      actor: 'chain',
      set: {
        nonces: { ...challenge.nonces, [role]: nonce },
        offers: challenge.offers.filter((offer) => offer.role !== role || offer.primaryType !== 'Settle'),
      },
      data: { role, nonce },
      event: 'challenge.offers_voided',
    })
  }
  return challenge
}

type ChainMove = Omit<Change, 'actor' | 'action'> & {
  action: Action
  /** What the log calls it, where that is not the table's word. */
  as?: string
}

/** One step by the chain, which must be in the state table: anything else is a mistake of ours and changes nothing. */
function moveByChain(tx: Tx, ctx: Ctx, before: Challenge, { as, ...change }: ChainMove): Promise<Challenge> {
  const { action, to } = change
  if (!findMove(factsOf(before), action, 'chain', ctx.now, to))
    throw new Error(`The chain cannot ${action} a challenge of mode ${before.mode} that is ${before.status}`)
  return saveChange(tx, ctx, before, { ...change, action: as ?? action, actor: 'chain' })
}
