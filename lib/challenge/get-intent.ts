import type { z } from 'zod'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { termsHash } from '@/lib/proof/commitment'
import { ZERO_HASH } from '@/lib/proof/hash'
import { type Challenge, factsOf } from './challenge'
import { counterTerms } from './counter-terms'
import { fixDeadlines } from './deadlines'
import { withEpoch } from './desk-facts'
import { checkOrder } from './draft-rules'
import { requireMove } from './require-move'
import { requireUsable } from './require-proven'
import type { AskCounterIntent, AskIntent } from './schemas'
import { extensionText, moderateText, settlementText, splitText, voteText } from './settlement-texts'
import { handOut } from './signing'
import { type Action, allowedActions, type Outcome, type Party, type Role } from './state'
import { findProvenChain, loadChallenge, loadTermsDoc } from './store'
import { buildIntent, buildTermsDoc, type TermsDoc } from './terms'
import { requireViewer } from './viewer'
import { wordsFor } from './words-for'

type Ask = z.infer<typeof AskIntent> & { id: string }
type AskCounter = z.infer<typeof AskCounterIntent> & { id: string }

/** What is asked of somebody when they do not say which text they want. */
const NEXT: Action[] = ['send', 'accept', 'confirm', 'moderate', 'extend', 'cancel']

/**
 * The EIP-712 text the caller is asked to sign (`GET challenges/:id/intent`). It is stored, so that the signature on it
 * can be recognised for 24 h. Throws what the action itself would.
 */
export async function getIntent(ctx: Ctx, ask: Ask | AskCounter) {
  const actor = requireUser(ctx)
  const challenge = await loadChallenge(ctx.db, ask.id)
  if (ask.action === 'vote') {
    return { typed_data: await voteText(ctx, challenge, { outcome: requireOutcome(ask.outcome) }) }
  }
  const viewer = await requireViewer(ctx, ctx.db, challenge, ask.invite)
  const role = signingRole(challenge, viewer.role)
  const action = ask.action ?? nextAction(challenge, role, ctx.now)
  requireMove(challenge, action as Action, role, ctx.now)

  const signer = await signerOf(ctx, actor, challenge, role, 'wallet_address' in ask ? ask.wallet_address : undefined)
  return { typed_data: await textFor(ctx, challenge, action, role, signer, ask) }
}

type Signer = { address: string; chainId: number; userId: string }

function textFor(ctx: Ctx, challenge: Challenge, action: string, role: Role, signer: Signer, ask: Ask | AskCounter) {
  const party: Party = role === 'creator' ? 'creator' : 'counterparty'
  if (action === 'send' || (action === 'confirm' && challenge.mode === 'SOLO')) {
    return firstIntent(ctx, challenge, action, party, signer, challenge.revision)
  }
  if (action === 'counter') return counterIntent(ctx, challenge, party, signer, ask)
  if (action === 'accept') return secondIntent(ctx, challenge, party, signer)

  const { outcome, creator_bps: creatorBps, until } = 'changes' in ask ? {} : ask
  if (action === 'extend') return extensionText(ctx, challenge, { signer, until })
  if (action === 'split') return splitText(ctx, challenge, { role: party, signer, creatorBps })
  if (action === 'moderate') return moderateText(ctx, challenge, { signer, outcome: requireOutcome(outcome) })
  if (action === 'cancel') {
    return settlementText(ctx, challenge, { action, role: party, signer, outcome: 'NO_CONTEST' })
  }
  return settlementText(ctx, challenge, { action: 'confirm', role: party, signer, outcome: outcome ?? 'FULFILLED' })
}

/** The Intent of other terms, by whoever proposes them. */
async function counterIntent(ctx: Ctx, challenge: Challenge, party: Party, signer: Signer, ask: Ask | AskCounter) {
  if (!('changes' in ask))
    throw new AppError('E9004', 'POST the changes to this address: { "action": "counter", "changes": { … } }.')
  const changes = await withEpoch(ctx, ask.changes)
  const by = { role: party, address: signer.address, userId: signer.userId }
  const changed = await counterTerms(ctx.db, challenge, { changes, by, now: ctx.now })
  return firstIntent(ctx, changed, 'counter', party, signer, challenge.revision + 1)
}

/** The Intent of whoever signs a revision first. Its times are fixed here. */
function firstIntent(ctx: Ctx, challenge: Challenge, action: string, role: Party, signer: Signer, revision: number) {
  const now = toMinute(ctx.now)
  checkOrder(challenge, now)
  const termsDoc = buildTermsDoc(challenge, revision, fixDeadlines(challenge, now))
  const words = wordsFor(termsDoc, challenge.creator.chainId)
  const message = buildIntent(termsDoc, termsHash(termsDoc), { role, party: signer.address }, ZERO_HASH, words)
  return handOut(ctx, { challenge, revision, action, signer, primaryType: 'Intent', message, termsDoc })
}

/** The answer to it: the same terms, bound to I. */
async function secondIntent(ctx: Ctx, challenge: Challenge, role: Party, signer: Signer) {
  const termsDoc: TermsDoc = await loadTermsDoc(ctx.db, challenge.id, challenge.revision)
  const { termsHash, initiatorHash, revision } = challenge
  if (!termsHash || !initiatorHash) throw new AppError('E3011', 'Nobody has signed these terms yet.')
  await requireUsable(ctx.db, signer.userId, signer.address, challenge)
  const words = wordsFor(termsDoc, challenge.creator.chainId)
  const message = buildIntent(termsDoc, termsHash, { role, party: signer.address }, initiatorHash, words)
  return handOut(ctx, { challenge, revision, action: 'accept', signer, primaryType: 'Intent', message })
}

/** There is no outcome a moderator or a panel would sign by default. */
function requireOutcome(outcome: Outcome | undefined): Outcome {
  if (outcome) return outcome
  throw new AppError('E9004', 'Say which outcome: outcome=CREATOR_WIN.', {
    fields: [{ path: 'outcome', message: 'required' }],
  })
}

/** Times that count from now begin with the minute, so that asking again within it gives the same text. */
function toMinute(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000)
}

/** Somebody who sees an open challenge may read what accepting it would sign; accepting itself needs the invite. */
function signingRole(challenge: Challenge, role: Role): Role {
  const isOpen = challenge.status === 'AWAITING_COUNTERPARTY' && challenge.counterparty === null
  return role === 'stranger' && isOpen ? 'invited' : role
}

function nextAction(challenge: Challenge, role: Role, now: Date): Action {
  const allowed = allowedActions(factsOf(challenge), role, now)
  const next = NEXT.find((action) => allowed.includes(action))
  if (!next) throw new AppError('E3014', 'There is nothing for you to sign here now.')
  return next
}

/** Who signs: the party's own wallet; for an open invite, a wallet the caller has proven. */
async function signerOf(
  ctx: Ctx,
  actor: UserActor,
  challenge: Challenge,
  role: Role,
  asked: string | undefined,
): Promise<Signer> {
  const party = partyOf(challenge, role)
  if (party?.chainId) return { address: party.address, chainId: party.chainId, userId: actor.userId }

  const address = party?.address ?? asked ?? actor.wallet.address
  const chainId = await findProvenChain(ctx.db, actor.userId, address)
  if (chainId === null)
    throw new AppError('E2008', 'Prove this wallet first: sign in with it, or link it to your account.')
  return { address, chainId, userId: actor.userId }
}

type Named = { address: string; chainId: number | null }

function partyOf({ creator, counterparty, resolution }: Challenge, role: Role): Named | null {
  if (role === 'creator') return creator
  if (role !== 'moderator') return counterparty
  return resolution.moderator ? { address: resolution.moderator, chainId: null } : null
}
