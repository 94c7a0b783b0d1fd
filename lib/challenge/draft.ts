import { AppError } from '@/lib/errors'
import { caip2 } from '@/lib/proof/chains'
import { BOUNDS_SECONDS, DEFAULT_SECONDS } from './deadlines'
import type { ChallengeBody } from './schemas'
import type { Mode } from './state'

/** One thing a wallet must hold, with its defaults filled in, as it stands in the signed terms. */
export type FundsCheck = {
  asset_type: 'NATIVE' | 'ERC20'
  token_address?: string
  min_balance: string
  currency_symbol: string
  recheck: 'lock' | 'end' | 'both'
}

/** What one side must prove. Absent fields are left out (formats.md, "Terms"). */
export type Requirement = {
  wallet_address?: string
  network: string
  funds_checks: FundsCheck[]
  min_wallet_age_days?: number
  min_transactions?: number
}

export type Requirements = { creator: Requirement | null; counterparty: Requirement | null }

export type Resolution = { strategy: 'MUTUAL' | 'ORACLE' | 'COMMITTEE' | 'MODERATOR' }

/** A challenge before anybody signed: everything its creator chose, defaults filled in. */
export type Draft = {
  mode: Mode
  title: string
  description: string | null
  terms: Record<string, unknown> | null
  documents: { name: string; size: number; sha256: string }[]
  /** Lower-case address; null: whoever holds the invite. */
  counterparty: string | null
  visibility: 'link' | 'public' | 'parties'
  expiresAt: Date | null
  resolutionDueAt: Date | null
  externalId: string | null
  returnUrl: string | null
  requirements: Requirements | null
  bond: Record<string, unknown> | null
  resolution: Resolution
  enforced: NonNullable<ChallengeBody['enforced_config']> | null
}

/**
 * Pure: the draft a body asks for. Throws what the API page names for each broken rule (E3002, E3003, E3004, E3022,
 * E3023), and E9010 for what is not built yet: bonded modes, oracles, moderators and committees.
 */
export function toDraft(body: ChallengeBody, now: Date): Draft {
  const draft: Draft = {
    mode: body.mode,
    title: body.title,
    description: body.description ?? null,
    terms: body.terms ?? null,
    documents: body.documents ?? [],
    counterparty: body.counterparty ?? null,
    visibility: body.visibility ?? 'link',
    expiresAt: body.expires_at ?? null,
    resolutionDueAt: body.resolution_due_at ?? null,
    externalId: body.external_id ?? null,
    returnUrl: body.return_url ?? null,
    requirements: toRequirements(body.gatekeeper_requirements),
    bond: body.bond ?? null,
    resolution: body.resolution ?? { strategy: 'MUTUAL' },
    enforced: body.enforced_config ?? null,
  }

  checkMode(draft)
  checkTimes(draft, now)
  refuseUnbuilt(draft)
  return draft
}

/** Pure: the body that would make this draft again; changes are laid over it. */
export function toBody(draft: Draft): ChallengeBody {
  return {
    mode: draft.mode,
    title: draft.title,
    description: draft.description,
    terms: draft.terms as ChallengeBody['terms'],
    documents: draft.documents as ChallengeBody['documents'],
    counterparty: draft.counterparty,
    visibility: draft.visibility,
    expires_at: draft.expiresAt,
    resolution_due_at: draft.resolutionDueAt,
    external_id: draft.externalId,
    return_url: draft.returnUrl,
    gatekeeper_requirements: draft.requirements && {
      creator: toAsked(draft.requirements.creator),
      counterparty: toAsked(draft.requirements.counterparty),
    },
    bond: draft.bond as ChallengeBody['bond'],
    resolution: draft.resolution,
    enforced_config: draft.enforced,
  }
}

function toAsked(requirement: Requirement | null): AskedRequirement | null {
  return (
    requirement && {
      ...requirement,
      network: chainIdOf(requirement.network),
      funds_checks: requirement.funds_checks.map((check) => ({ ...check, min_balance: BigInt(check.min_balance) })),
    }
  )
}

/** The number in `eip155:<chain id>`. */
export function chainIdOf(caip2Name: string): number {
  return Number(caip2Name.slice('eip155:'.length))
}

function checkMode(draft: Draft): void {
  const { mode, requirements } = draft
  if (mode === 'SOLO' && draft.counterparty) {
    throw new AppError('E3002', 'A SOLO challenge is yours alone: leave the counterparty out, or choose another mode.')
  }
  if (mode === 'SOLO' && requirements?.counterparty) {
    throw new AppError(
      'E3002',
      'A SOLO challenge has no counterparty to ask anything of: leave their requirements out.',
    )
  }
  if (mode === 'GATEKEEPER' && !requirements) {
    throw new AppError('E3022', 'A GATEKEEPER challenge asks at least one side to prove something: add a requirement.')
  }
  if ((mode === 'FIRE' || mode === 'ENFORCED') && !draft.bond) {
    throw new AppError('E3003', `${mode} needs a bond from both sides: add one.`)
  }
  if (mode === 'ENFORCED' && !draft.counterparty) {
    throw new AppError('E3023', 'ENFORCED needs a named counterparty: add their address.')
  }
}

function checkTimes(draft: Draft, now: Date): void {
  const isEnforced = draft.mode === 'ENFORCED'
  const bounds = isEnforced ? BOUNDS_SECONDS.acceptEnforced : BOUNDS_SECONDS.accept
  if (draft.expiresAt) requireWithin('expires_at', secondsUntil(draft.expiresAt, now), bounds)
  if (draft.resolutionDueAt) {
    requireWithin('resolution_due_at', secondsUntil(draft.resolutionDueAt, now), BOUNDS_SECONDS.resolution)
    const acceptBy =
      draft.expiresAt?.getTime() ?? now.getTime() + (isEnforced ? DEFAULT_SECONDS.acceptEnforced : 0) * 1000
    if (draft.mode !== 'SOLO' && draft.resolutionDueAt.getTime() <= acceptBy) {
      throw new AppError('E3004', 'resolution_due_at must be later than the time to accept (expires_at).')
    }
  }

  const { enforced } = draft
  if (enforced?.accept_timeout_seconds)
    requireWithin('accept_timeout_seconds', enforced.accept_timeout_seconds, BOUNDS_SECONDS.acceptEnforced)
  if (enforced?.response_timeout_seconds)
    requireWithin('response_timeout_seconds', enforced.response_timeout_seconds, BOUNDS_SECONDS.response)
  if (enforced?.dispute_timeout_seconds) {
    const isCommittee = draft.resolution.strategy === 'COMMITTEE'
    requireWithin(
      'dispute_timeout_seconds',
      enforced.dispute_timeout_seconds,
      isCommittee ? BOUNDS_SECONDS.disputeCommittee : BOUNDS_SECONDS.dispute,
    )
  }
}

function refuseUnbuilt(draft: Draft): void {
  if (draft.mode === 'FIRE' || draft.mode === 'ENFORCED') {
    throw new AppError('E9010', `${draft.mode} is not built yet: choose SOLO or GATEKEEPER.`)
  }
  if (draft.resolution.strategy !== 'MUTUAL') {
    throw new AppError('E9010', `Resolution by ${draft.resolution.strategy} is not built yet: choose MUTUAL.`)
  }
  if (draft.bond) throw new AppError('E9010', 'Bonds are not built yet: leave the bond out.')
}

function toRequirements(asked: ChallengeBody['gatekeeper_requirements']): Requirements | null {
  const creator = toRequirement(asked?.creator)
  const counterparty = toRequirement(asked?.counterparty)
  return creator || counterparty ? { creator, counterparty } : null
}

type AskedRequirement = NonNullable<NonNullable<ChallengeBody['gatekeeper_requirements']>['creator']>

/** Null when the side is asked nothing. */
function toRequirement(asked: AskedRequirement | null | undefined): Requirement | null {
  if (!asked) return null
  const asksNothing = !asked.funds_checks.length && !asked.min_wallet_age_days && !asked.min_transactions
  if (asksNothing) return null

  return {
    ...(asked.wallet_address ? { wallet_address: asked.wallet_address } : {}),
    network: caip2(asked.network),
    funds_checks: asked.funds_checks.map((check) => ({
      asset_type: check.asset_type,
      ...(check.token_address ? { token_address: check.token_address } : {}),
      min_balance: check.min_balance.toString(),
      currency_symbol: check.currency_symbol,
      recheck: check.recheck ?? 'lock',
    })),
    ...(asked.min_wallet_age_days ? { min_wallet_age_days: asked.min_wallet_age_days } : {}),
    ...(asked.min_transactions ? { min_transactions: asked.min_transactions } : {}),
  }
}

function requireWithin(name: string, seconds: number, [least, most]: readonly [number, number]): void {
  if (seconds >= least && seconds <= most) return
  throw new AppError('E3004', `${name} is out of range: between ${inWords(least)} and ${inWords(most)} from now.`, {
    fields: [{ path: name, message: `between ${inWords(least)} and ${inWords(most)}` }],
  })
}

function secondsUntil(date: Date, now: Date): number {
  return (date.getTime() - now.getTime()) / 1000
}

function inWords(seconds: number): string {
  const [size, unit] =
    seconds % 86_400 === 0 ? [86_400, 'day'] : seconds % 3_600 === 0 ? [3_600, 'hour'] : [60, 'minute']
  const count = seconds / size
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
