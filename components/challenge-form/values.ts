import type { NetworkView } from '@/components/data/types'

/** What somebody typed into the form for a new challenge, as they typed it: text, until `toBody` reads it. */
export type FormValues = {
  mode: 'SOLO' | 'GATEKEEPER'
  title: string
  description: string
  counterparty: CounterpartyText
  terms: TermRow[]
  documents: DocumentRow[]
  creator: SideText
  other: SideText
  /** `2026-11-24T12:00` in the local time zone; empty: the usual time. */
  acceptBy: string
  endBy: string
  visibility: 'link' | 'public' | 'parties'
}

export type CounterpartyText = {
  by: 'link' | 'named'
  /** An address, a did:pkh or an ENS name. */
  text: string
  /** What the desk found for an ENS name, and whether the person said that it is the one they mean. */
  found: { name: string; address: string; confirmed: boolean } | null
}

/** `json`: a value that is not text, from a draft made over the API; shown and kept as JSON. */
export type TermRow = { id: string; key: string; value: string; json?: true }
export type DocumentRow = { id: string; name: string; size: number; sha256: string }

/** What one side must show. */
export type SideText = {
  network: string
  /** The wallet that is looked at; empty: the one they sign with. */
  wallet: string
  checks: CheckRow[]
  minAgeDays: string
  minTransactions: string
}

export type Recheck = 'lock' | 'end' | 'both'

export type CheckRow = {
  id: string
  /** NATIVE, the address of a token the desk lists, or OTHER for the one in `token`. */
  asset: string
  token: string
  symbol: string
  decimals: string
  amount: string
  recheck: Recheck
}

/** A refusal beside its field: the field's name → the sentence. */
export type Errors = Partial<Record<string, string>>

export const OTHER_TOKEN = 'OTHER'
export type Side = 'creator' | 'other'

/** The form before anything is typed: a newcomer adds a title, and for GATEKEEPER one amount. */
export function emptyValues(networks: readonly NetworkView[], chainId?: number): FormValues {
  const own = networks.find((network) => network.chain_id === `eip155:${chainId}`)
  const network = (own ?? networks[0])?.chain_id ?? ''
  return {
    mode: 'GATEKEEPER',
    title: '',
    description: '',
    counterparty: { by: 'link', text: '', found: null },
    terms: [],
    documents: [],
    creator: emptySide(network, []),
    other: emptySide(network, [emptyCheck('first')]),
    acceptBy: '',
    endBy: '',
    visibility: 'link',
  }
}

export function emptySide(network: string, checks: CheckRow[]): SideText {
  return { network, wallet: '', checks, minAgeDays: '', minTransactions: '' }
}

export function emptyCheck(id: string): CheckRow {
  return { id, asset: 'NATIVE', token: '', symbol: '', decimals: '', amount: '', recheck: 'lock' }
}

/** The name of a field of a line that is looked at: `other.check.first.amount`. */
export function checkField(side: Side, id: string, part: 'amount' | 'token' | 'symbol' | 'decimals'): string {
  return `${side}.check.${id}.${part}`
}

export function termField(id: string, part: 'key' | 'value'): string {
  return `term.${id}.${part}`
}

/** What an asset is called and how many decimals it has, where that is known. */
export type AssetFacts = { symbol: string; decimals: number; tokenAddress?: string }

/** The listed asset a line is about, or null for a token only its own text tells of. */
export function listedAsset(check: CheckRow, network: NetworkView | undefined): AssetFacts | null {
  const wanted = check.asset === OTHER_TOKEN ? check.token.trim().toLowerCase() : check.asset
  const asset = network?.assets.find((each) =>
    wanted === 'NATIVE' ? each.asset_type === 'NATIVE' : each.token_address === wanted,
  )
  if (!asset) return null
  const { symbol, decimals, token_address: tokenAddress } = asset
  return { symbol, decimals, ...(tokenAddress ? { tokenAddress } : {}) }
}
