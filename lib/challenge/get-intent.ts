import type { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { termsHash } from '@/lib/proof/commitment'
import { ZERO_HASH } from '@/lib/proof/hash'
import { type SettleMessage, settleTitle } from '@/lib/proof/typed-data'
import { type Challenge, factsOf } from './challenge'
import { applyChanges } from './counter-draft'
import { fixDeadlines } from './deadlines'
import { requireLater } from './require-later'
import { requireMove } from './require-move'
import type { AskCounterIntent, AskIntent } from './schemas'
import { handOut } from './signing'
import { type Action, allowedActions, type Outcome, type Party, type Role } from './state'
import { findProvenChain, loadChallenge, loadTermsDoc } from './store'
import { buildIntent, buildTermsDoc, type TermsDoc } from './terms'
import { requireViewer } from './viewer'

type Ask = z.infer<typeof AskIntent> & { id: string }
type AskCounter = z.infer<typeof AskCounterIntent> & { id: string }

/** An offer is valid at most this long (domain §3, "Outcome"). */
const OFFER_TTL_SECONDS = 24 * 60 * 60
/** What is asked of somebody when they do not say which text they want. */
const NEXT: Action[] = ['send', 'accept', 'confirm', 'extend', 'cancel']

/**
 * The EIP-712 text the caller is asked to sign (`GET challenges/:id/intent`). It is stored, so that the signature on it
 * can be recognised for 24 h. Throws what the action itself would.
 */
export async function getIntent(ctx: Ctx, ask: Ask | AskCounter) {
  const actor = requireUser(ctx)
  const challenge = await loadChallenge(ctx.db, ask.id)
  const viewer = await requireViewer(ctx, ctx.db, challenge, ask.invite)
  const role = signingRole(challenge, viewer.role)
  const action = ask.action ?? nextAction(challenge, role, ctx.now)
  refuseUnbuilt(action)
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
  if (action === 'counter') {
    if (!('changes' in ask))
      throw new AppError('E9004', 'POST the changes to this address: { "action": "counter", "changes": { … } }.')
    const changed = applyChanges(challenge, ask.changes, party, signer.address, ctx.now)
    return firstIntent(ctx, changed, action, party, signer, challenge.revision + 1)
  }
  if (action === 'accept') return secondIntent(ctx, challenge, party, signer)
  if (action === 'extend') return extension(ctx, challenge, signer, 'until' in ask ? ask.until : undefined)
  return settlement(
    ctx,
    challenge,
    action,
    party,
    signer,
    action === 'cancel' ? 'NO_CONTEST' : (('outcome' in ask ? ask.outcome : undefined) ?? 'FULFILLED'),
  )
}

/** The Intent of whoever signs a revision first. Its times are fixed here. */
function firstIntent(ctx: Ctx, challenge: Challenge, action: string, role: Party, signer: Signer, revision: number) {
  const termsDoc = buildTermsDoc(challenge, revision, fixDeadlines(challenge, toMinute(ctx.now)))
  const message = buildIntent(termsDoc, termsHash(termsDoc), { role, party: signer.address })
  return handOut(ctx, { challenge, revision, action, signer, primaryType: 'Intent', message, termsDoc })
}

/** The answer to it: the same terms, bound to I. */
async function secondIntent(ctx: Ctx, challenge: Challenge, role: Party, signer: Signer) {
  const termsDoc: TermsDoc = await loadTermsDoc(ctx.db, challenge.id, challenge.revision)
  if (!challenge.termsHash || !challenge.initiatorHash)
    throw new AppError('E3011', 'Nobody has signed these terms yet.')
  const message = buildIntent(termsDoc, challenge.termsHash, { role, party: signer.address }, challenge.initiatorHash)
  return handOut(ctx, {
    challenge,
    revision: challenge.revision,
    action: 'accept',
    signer,
    primaryType: 'Intent',
    message,
  })
}

function settlement(ctx: Ctx, challenge: Challenge, action: string, role: Party, signer: Signer, outcome: Outcome) {
  const message: SettleMessage = {
    title: settleTitle(outcome),
    challenge: challenge.id,
    deal: ZERO_HASH,
    final: challenge.finalHash ?? ZERO_HASH,
    outcome,
    toCreator: '0',
    toCounterparty: '0',
    nonce: challenge.nonces[role].toString(),
    validUntil: Math.floor(addSeconds(toMinute(ctx.now), OFFER_TTL_SECONDS).getTime() / 1000).toString(),
  }
  return handOut(ctx, { challenge, revision: challenge.revision, action, signer, primaryType: 'Settle', message })
}

function extension(ctx: Ctx, challenge: Challenge, signer: Signer, until: Date | undefined) {
  if (!until)
    throw new AppError('E9004', 'Say until when: until=2026-12-31T12:00:00Z.', {
      fields: [{ path: 'until', message: 'required' }],
    })
  requireLater(challenge, until, ctx.now)
  const message = {
    title: 'Countersign: more time',
    challenge: challenge.id,
    final: challenge.finalHash ?? ZERO_HASH,
    status: challenge.status,
    until: Math.floor(until.getTime() / 1000).toString(),
  }
  return handOut(ctx, {
    challenge,
    revision: challenge.revision,
    action: 'extend',
    signer,
    primaryType: 'Extend',
    message,
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

function refuseUnbuilt(action: string): void {
  if (action === 'split' || action === 'moderate' || action === 'vote') {
    throw new AppError('E9010', `Nothing can be signed for “${action}” yet: it comes with bonds and disputes.`)
  }
}

/** Who signs: the party's own wallet; for an open invite, a wallet the caller has proven. */
async function signerOf(
  ctx: Ctx,
  actor: UserActor,
  challenge: Challenge,
  role: Role,
  asked: string | undefined,
): Promise<Signer> {
  const party = role === 'creator' ? challenge.creator : challenge.counterparty
  if (party?.chainId) return { address: party.address, chainId: party.chainId, userId: actor.userId }

  const address = party?.address ?? asked ?? actor.wallet.address
  const chainId = await findProvenChain(ctx.db, actor.userId, address)
  if (chainId === null)
    throw new AppError('E2008', 'Prove this wallet first: sign in with it, or link it to your account.')
  return { address, chainId, userId: actor.userId }
}
