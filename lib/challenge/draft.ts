import { caip2 } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { checkDecider, checkMode, checkTimes } from './draft-rules'
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

/** What both put at risk, as it stands in the signed terms. Amounts in the smallest unit; a base of nothing is left out. */
export type Bond = {
  network: string
  token_address?: Hex
  creator: string
  counterparty: string
  creator_base?: string
  counterparty_base?: string
}

export type OracleTerms = {
  feed: Hex
  comparator: 'gte' | 'lte'
  /** A whole number in the units of the feed. */
  threshold: string
  not_before: string
  max_age_seconds: number
}

/** The panel as it is signed: the roster by its root, so that both sign who may sit. */
export type Panel = { epoch: number; k: number; m: number; struck: Hex[]; root: Hex; total_weight: string }

/** Who says how it ends. At most one of oracle, moderator and panel, the one of the strategy. */
export type Resolution = {
  strategy: 'MUTUAL' | 'ORACLE' | 'COMMITTEE' | 'MODERATOR'
  oracle?: OracleTerms
  moderator?: Hex
  panel?: Panel
}

/** A panel as it is asked for: without an epoch, drawn from the newest roster. */
export type AskedPanel = Pick<Panel, 'k' | 'm' | 'struck'> & { epoch?: number }

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
  bond: Bond | null
  resolution: Resolution
  enforced: NonNullable<ChallengeBody['enforced_config']> | null
}

/** A draft as it is asked for: what only the desk knows is not in it yet (`fitDraft`). */
export type AskedDraft = Omit<Draft, 'resolution'> & {
  resolution: Omit<Resolution, 'panel'> & { panel?: AskedPanel }
}

/**
 * Pure: the draft a body asks for. Throws what the API page names for each broken rule (E3002, E3003, E3004, E3022,
 * E3023, E4003, E4004), and E9004 for what does not go together.
 */
export function toDraft(body: ChallengeBody, now: Date): AskedDraft {
  const draft: AskedDraft = {
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
    bond: toBond(body.bond),
    resolution: toResolution(body.resolution),
    enforced: body.enforced_config ?? null,
  }

  checkMode(draft)
  checkDecider(draft)
  checkTimes(draft, now)
  return draft
}

/** Pure: the body that would make this draft again; changes are laid over it. */
export function toBody(draft: AskedDraft): ChallengeBody {
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
    bond: draft.bond && toAskedBond(draft.bond),
    resolution: toAskedResolution(draft.resolution),
    enforced_config: draft.enforced,
  }
}

function toAskedBond(bond: Bond): NonNullable<ChallengeBody['bond']> {
  return {
    network: chainIdOf(bond.network),
    ...(bond.token_address ? { token_address: bond.token_address } : {}),
    creator: BigInt(bond.creator),
    counterparty: BigInt(bond.counterparty),
    ...(bond.creator_base ? { creator_base: BigInt(bond.creator_base) } : {}),
    ...(bond.counterparty_base ? { counterparty_base: BigInt(bond.counterparty_base) } : {}),
  }
}

function toAskedResolution({ strategy, oracle, moderator, panel }: AskedDraft['resolution']): AskedResolution {
  return {
    strategy,
    ...(oracle ? { oracle: { ...oracle, not_before: new Date(oracle.not_before) } } : {}),
    ...(moderator ? { moderator } : {}),
    ...(panel ? { panel: { epoch: panel.epoch, k: panel.k, m: panel.m, struck: panel.struck } } : {}),
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

type AskedBond = NonNullable<ChallengeBody['bond']>
type AskedResolution = NonNullable<ChallengeBody['resolution']>

function toBond(asked: AskedBond | null | undefined): Bond | null {
  if (!asked) return null
  return {
    network: caip2(asked.network),
    ...(asked.token_address ? { token_address: asked.token_address as Hex } : {}),
    creator: asked.creator.toString(),
    counterparty: asked.counterparty.toString(),
    ...(asked.creator_base ? { creator_base: asked.creator_base.toString() } : {}),
    ...(asked.counterparty_base ? { counterparty_base: asked.counterparty_base.toString() } : {}),
  }
}

function toResolution(asked: AskedResolution | undefined): AskedDraft['resolution'] {
  if (!asked) return { strategy: 'MUTUAL' }
  const { strategy, oracle, moderator, panel } = asked
  return {
    strategy,
    ...(oracle ? { oracle: { ...oracle, feed: oracle.feed as Hex, not_before: oracle.not_before.toISOString() } } : {}),
    ...(moderator ? { moderator: moderator as Hex } : {}),
    ...(panel ? { panel: toPanel(panel) } : {}),
  }
}

function toPanel({ epoch, k, m, struck }: NonNullable<AskedResolution['panel']>): AskedPanel {
  return { ...(epoch === undefined ? {} : { epoch }), k, m, struck: [...new Set(struck as Hex[])] }
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
