import type { BondView, NetworkView } from '@/components/data/types'
import type { Mode } from '@/lib/challenge/state'
import { formatAmount } from '@/lib/funds/format-amount'
import { toLocalText } from './local-time'
import {
  type BondText,
  type CheckRow,
  EMPTY_RESOLUTION,
  emptyCheck,
  emptySide,
  emptyValues,
  type FormValues,
  OTHER_TOKEN,
  type ResolutionText,
  type SideText,
} from './values'

type SavedCheck = {
  asset_type: 'NATIVE' | 'ERC20'
  token_address?: string
  min_balance: string
  currency_symbol: string
  recheck: CheckRow['recheck']
}

type SavedRequirement = {
  wallet_address?: string
  network: string
  funds_checks: SavedCheck[]
  min_wallet_age_days?: number
  min_transactions?: number
}

/** A draft as the desk keeps it, over the wire (lib/challenge/get-draft.ts). */
export type SavedDraft = {
  id: string
  mode: Mode
  title: string
  description: string | null
  terms: Record<string, unknown> | null
  documents: { name: string; size: number; sha256: string }[]
  counterparty: string | null
  visibility: FormValues['visibility']
  expires_at: string | null
  resolution_due_at: string | null
  requirements: { creator: SavedRequirement | null; counterparty: SavedRequirement | null } | null
  created_at: string
  bond: BondView | null
  resolution: SavedResolution
  enforced: { response_timeout_seconds?: number; dispute_timeout_seconds?: number } | null
}

type SavedResolution = {
  strategy: ResolutionText['strategy']
  oracle?: { feed: string; comparator: 'gte' | 'lte'; threshold: string; not_before: string; max_age_seconds: number }
  moderator?: string
  panel?: { m: number; struck: string[] }
}

/** Pure: the form as it would have been filled in for this draft. */
export function fromDraft(draft: SavedDraft, networks: readonly NetworkView[], zone: string): FormValues {
  const empty = emptyValues(networks)
  const { creator, counterparty } = draft.requirements ?? { creator: null, counterparty: null }
  return {
    mode: draft.mode,
    title: draft.title,
    description: draft.description ?? '',
    counterparty: { by: draft.counterparty ? 'named' : 'link', text: draft.counterparty ?? '', found: null },
    terms: Object.entries(draft.terms ?? {}).map(([key, value], i) =>
      typeof value === 'string'
        ? { id: `saved-${i}`, key, value }
        : { id: `saved-${i}`, key, value: JSON.stringify(value), json: true },
    ),
    documents: draft.documents.map((document, i) => ({ ...document, id: `saved-${i}` })),
    creator: creator ? toSide(creator, networks) : empty.creator,
    other: counterparty
      ? toSide(counterparty, networks)
      : emptySide(empty.other.network, draft.mode === 'SOLO' ? [emptyCheck('first')] : []),
    acceptBy: draft.expires_at ? toLocalText(new Date(draft.expires_at), zone) : '',
    endBy: draft.resolution_due_at ? toLocalText(new Date(draft.resolution_due_at), zone) : '',
    visibility: draft.visibility,
    bond: draft.bond ? toBond(draft.bond, networks) : empty.bond,
    resolution: toResolution(draft.resolution, networks, zone),
    responseHours: toHours(draft.enforced?.response_timeout_seconds),
    disputeHours: toHours(draft.enforced?.dispute_timeout_seconds),
  }
}

function toBond(saved: BondView, networks: readonly NetworkView[]): BondText {
  const asset = networks
    .find(({ chain_id }) => chain_id === saved.network)
    ?.assets.find(({ token_address }) => token_address === saved.token_address)
  const write = (units: string | undefined) =>
    units && units !== '0' ? formatAmount(BigInt(units), asset?.decimals ?? 0) : ''
  return {
    network: saved.network,
    asset: saved.token_address ?? 'NATIVE',
    creator: write(saved.creator),
    counterparty: write(saved.counterparty),
    creatorBase: write(saved.creator_base),
    counterpartyBase: write(saved.counterparty_base),
  }
}

function toResolution(saved: SavedResolution, networks: readonly NetworkView[], zone: string): ResolutionText {
  const { oracle, moderator, panel } = saved
  const feed = networks.flatMap(({ feeds }) => feeds).find(({ address }) => address === oracle?.feed)
  return {
    ...EMPTY_RESOLUTION,
    strategy: saved.strategy,
    ...(oracle
      ? {
          feed: oracle.feed,
          comparator: oracle.comparator,
          threshold: formatAmount(BigInt(oracle.threshold), feed?.decimals ?? 0),
          notBefore: toLocalText(new Date(oracle.not_before), zone),
          maxAgeHours: toHours(oracle.max_age_seconds),
        }
      : {}),
    ...(moderator ? { moderator } : {}),
    ...(panel ? { seats: toSeats(panel.m), struck: panel.struck.join('\n') } : {}),
  }
}

function toSeats(m: number): ResolutionText['seats'] {
  return m === 5 ? '5' : m === 7 ? '7' : '3'
}

/** Whole hours are what the form takes; a draft made over the API with other times keeps the nearest. */
function toHours(seconds: number | undefined): string {
  return seconds === undefined ? '' : Math.max(1, Math.round(seconds / 3_600)).toString()
}

function toSide(saved: SavedRequirement, networks: readonly NetworkView[]): SideText {
  const network = networks.find((each) => each.chain_id === saved.network)
  return {
    network: saved.network,
    wallet: saved.wallet_address ?? '',
    checks: saved.funds_checks.map((check, i) => toCheck(check, `saved-${i}`, network)),
    minAgeDays: saved.min_wallet_age_days?.toString() ?? '',
    minTransactions: saved.min_transactions?.toString() ?? '',
  }
}

function toCheck(saved: SavedCheck, id: string, network: NetworkView | undefined): CheckRow {
  const asset = network?.assets.find((each) =>
    saved.asset_type === 'NATIVE' ? each.asset_type === 'NATIVE' : each.token_address === saved.token_address,
  )
  const row = { ...emptyCheck(id), symbol: saved.currency_symbol, recheck: saved.recheck }
  if (asset) {
    return {
      ...row,
      asset: saved.token_address ?? 'NATIVE',
      amount: formatAmount(BigInt(saved.min_balance), asset.decimals),
    }
  }
  // The desk keeps no decimals: in the smallest unit it is exact whatever they are.
  return { ...row, asset: OTHER_TOKEN, token: saved.token_address ?? '', decimals: '0', amount: saved.min_balance }
}
