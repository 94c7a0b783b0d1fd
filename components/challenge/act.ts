import type { ChallengeView } from '@/components/data/types'
import { parseDid } from '@/lib/proof/did'
import type { Signing } from './next-step'

/** Somebody who came by an invite signs with this wallet; the token opens what is not theirs yet. */
export type By = { wallet?: string | undefined; invite?: string | undefined }

/** Pure: where the text to sign is asked for. */
export function intentPath(id: string, { action, outcome, until, creatorBps }: Signing, by: By): string {
  const asked = new URLSearchParams({ action })
  if (outcome) asked.set('outcome', outcome)
  if (until) asked.set('until', until)
  if (creatorBps !== undefined) asked.set('creator_bps', creatorBps.toString())
  if (by.wallet) asked.set('wallet_address', by.wallet)
  if (by.invite) asked.set('invite', by.invite)
  return `challenges/${id}/intent?${asked}`
}

/** Pure: where the signature goes, and what goes with it. */
export function signedCall(id: string, signing: Signing, by: By, signature: string): { path: string; body: object } {
  const { action, outcome, until, creatorBps } = signing
  const more = {
    ...(action === 'accept' && by.wallet ? { wallet_address: by.wallet } : {}),
    ...(action === 'accept' && by.invite ? { invite: by.invite } : {}),
    ...((action === 'confirm' || action === 'moderate') && outcome ? { outcome } : {}),
    ...(action === 'split' ? { creator_bps: creatorBps } : {}),
    ...(action === 'extend' ? { until } : {}),
  }
  return { path: `challenges/${id}/${action}`, body: { signature, ...more } }
}

type Signers = Pick<ChallengeView, 'creator' | 'counterparty' | 'your_role' | 'resolution'>

/** Pure: the wallet that signs for the viewer, lower-case; null where any of theirs may. */
export function signerOf({ your_role, creator, counterparty, resolution }: Signers): string | null {
  if (your_role === 'moderator') {
    const { moderator } = resolution as { moderator?: string }
    return moderator?.toLowerCase() ?? null
  }
  const did = your_role === 'creator' ? creator : counterparty
  return did === null ? null : (parseDid(did)?.address ?? null)
}

/** What a refusal means for whoever pressed. */
export type Refusal =
  /** The challenge is no longer where the page showed it: it is read anew, and the page says what happened. */
  | 'moved-on'
  /** Not now, but by itself: what was signed is sent again. */
  | 'later'
  | 'other'

const MOVED_ON = new Set(['E3010', 'E3011', 'E3013', 'E3014', 'E3015', 'E3016', 'E3020'])
const LATER = new Set(['E4020', 'E2004', 'E9002', 'E9003'])

/** Pure: by the code of the API; no code where the desk was not reached. */
export function refusalOf(error: unknown): Refusal {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  if (name === 'Unreachable') return 'later'
  if (typeof code !== 'string') return 'other'
  return MOVED_ON.has(code) ? 'moved-on' : LATER.has(code) ? 'later' : 'other'
}

/** How long until what was signed is sent again: soon at first, never before the desk said. */
export function pauseSeconds(tries: number, retryAfterSeconds: number | null): number {
  return Math.max(retryAfterSeconds ?? 0, Math.min(2 * 2 ** tries, 20))
}

/** Pure: why what was signed waits, in one sentence. */
export function sayLater(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  switch (code) {
    case 'E4020':
    case 'E2004':
      return 'The chain could not be read just now.'
    case 'E9003':
      return 'You have asked a lot within a minute.'
    case 'E9002':
      return 'The desk is busy.'
    default:
      return 'The desk cannot be reached.'
  }
}

/** Pure: what the refusal was about, when the challenge moved on meanwhile. */
export function sayMovedOn(code: string): string {
  switch (code) {
    case 'E3016':
      return 'The terms changed while you read them'
    case 'E3015':
      return 'Somebody else accepted first'
    case 'E3013':
      return 'The time to accept is over'
    case 'E3010':
      return 'This is not yours to see any more'
    default:
      return 'It moved on while you were here'
  }
}
