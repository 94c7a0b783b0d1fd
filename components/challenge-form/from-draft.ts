import type { NetworkView } from '@/components/data/types'
import { formatAmount } from '@/lib/funds/format-amount'
import { toLocalText } from './local-time'
import {
  type CheckRow,
  emptyCheck,
  emptySide,
  emptyValues,
  type FormValues,
  OTHER_TOKEN,
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
  mode: string
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
}

/** Pure: the form as it would have been filled in for this draft. */
export function fromDraft(draft: SavedDraft, networks: readonly NetworkView[], zone: string): FormValues {
  const empty = emptyValues(networks)
  const { creator, counterparty } = draft.requirements ?? { creator: null, counterparty: null }
  return {
    mode: draft.mode === 'SOLO' ? 'SOLO' : 'GATEKEEPER',
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
  }
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
