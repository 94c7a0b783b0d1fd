import { ensureDemoAuditors } from '@/lib/agent/ensure-demo-auditors'
import { advanceBatch } from '@/lib/anchor/advance-batch'
import { anchorChain } from '@/lib/anchor/anchor-chain'
import { closeBatch } from '@/lib/anchor/close-batch'
import { disputeChallenge } from '@/lib/challenge/dispute'
import { getIntent } from '@/lib/challenge/get-intent'
import type { Outcome } from '@/lib/challenge/state'
import { currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import type { Hex } from '@/lib/proof/hash'
import { demoAuditors } from '@/test/factories/agents'
import { as, type Body, gatekeeperBody, lockedChallenge } from '@/test/factories/challenges'
import type { Person } from '@/test/factories/people'
import { addresses } from '@/test/services/chain'
import { type DrawState, drawCase } from './draw-case'
import { castVote } from './vote'

/** The seven who may be drawn on a local chain, registered and signed in. */
export const localMembers = demoAuditors

/** A GATEKEEPER body whose disputes a panel of k of m decides. */
export function committeeBody({ k, m, struck = [] }: { k: number; m: number; struck?: Hex[] }, over: Body = {}): Body {
  return gatekeeperBody(undefined, { resolution: { strategy: 'COMMITTEE', panel: { k, m, struck } }, ...over })
}

/** Locked, and disputed by the creator. */
export async function disputedChallenge(creator: Person, counterparty: Person, body: Body, evidence: Evidence[] = []) {
  await ensureDemoAuditors(systemContext('test'))
  const { id } = await lockedChallenge(creator, counterparty, body)
  await disputeChallenge(as(creator), { id, reason: 'It never arrived.', evidence })
  const dispute = await database().prisma.disputeCase.findFirstOrThrow({ where: { challengeId: id } })
  return { id, caseId: dispute.id as Hex }
}
type Evidence = { name: string; size: number; sha256: Hex }

/** Timestamps everything that waits on the local chain, and waits until it is final. */
export async function anchorAll(key: Hex): Promise<void> {
  const ctx = systemContext('test')
  const chain = anchorChain(31337, addresses().eas as Hex)
  for (;;) {
    const id = await closeBatch(ctx, { maxLeaves: 100, maxSeconds: 0 })
    if (!id) return
    for (let tries = 0; (await advanceBatch(ctx, id, () => ({ chain, key }))) !== 'done'; tries++) {
      if (tries > 100) throw new Error('The batch does not become final')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Draws as soon as the chain is far enough. */
export async function drawn(caseId: Hex, now = currentTime()): Promise<DrawState> {
  for (let tries = 0; tries < 100; tries++) {
    const state = await drawCase(systemContext('test', now), caseId)
    if (state !== 'waiting') return state
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The panel was not drawn')
}

/** The signed text of a vote, as a member's wallet gives it. */
export async function signVote(member: Person, id: string, outcome: Outcome, now = currentTime()): Promise<Hex> {
  const { typed_data } = await getIntent(as(member, now), { id, action: 'vote', outcome })
  return member.account.signTypedData(typed_data as Parameters<Person['account']['signTypedData']>[0])
}

export async function vote(
  member: Person,
  { id, caseId }: { id: string; caseId: Hex },
  outcome: Outcome,
  now = currentTime(),
) {
  return castVote(as(member, now), { id: caseId, outcome, signature: await signVote(member, id, outcome, now) })
}
