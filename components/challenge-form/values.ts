import type { NetworkView } from '@/components/data/types'
import type { Mode } from '@/lib/challenge/state'

/** What somebody typed into the form for a new challenge, as they typed it: text, until `toBody` reads it. */
export type FormValues = {
  mode: Mode
  title: string
  description: string
  counterparty: CounterpartyText
  terms: TermRow[]
  documents: DocumentRow[]
  creator: SideText
  other: SideText
  bond: BondText
  resolution: ResolutionText
  /** Hours, ENFORCED only; empty: the usual time. */
  responseHours: string
  disputeHours: string
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

/** What both put down, in one asset. Base stakes are empty unless somebody wants them. */
export type BondText = {
  network: string
  /** NATIVE, or the address of a token the desk lists. */
  asset: string
  creator: string
  counterparty: string
  creatorBase: string
  counterpartyBase: string
}

export type Strategy = 'MUTUAL' | 'ORACLE' | 'COMMITTEE' | 'MODERATOR'

/** Who says how it ended, and what that takes. Texts of a strategy that is not chosen are kept, and not sent. */
export type ResolutionText = {
  strategy: Strategy
  feed: string
  comparator: 'gte' | 'lte'
  threshold: string
  /** Local time, as the deadlines. */
  notBefore: string
  maxAgeHours: string
  moderator: string
  seats: '3' | '5' | '7'
  /** Addresses never to be seated, one a line. */
  struck: string
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
    bond: emptyBond(networks, network),
    resolution: EMPTY_RESOLUTION,
    responseHours: '',
    disputeHours: '',
    acceptBy: '',
    endBy: '',
    visibility: 'link',
  }
}

/** Bonds are on the party's own network when there is an escrow, else on the first that has one. */
export function emptyBond(networks: readonly NetworkView[], preferred: string): BondText {
  const bonded = bondedNetworks(networks)
  const network = (bonded.find(({ chain_id }) => chain_id === preferred) ?? bonded[0])?.chain_id ?? ''
  return { network, asset: 'NATIVE', creator: '', counterparty: '', creatorBase: '', counterpartyBase: '' }
}

export const EMPTY_RESOLUTION: ResolutionText = {
  strategy: 'MUTUAL',
  feed: '',
  comparator: 'gte',
  threshold: '',
  notBefore: '',
  maxAgeHours: '24',
  moderator: '',
  seats: '3',
  struck: '',
}

/** The networks bonds can be held on: those with an escrow. */
export function bondedNetworks(networks: readonly NetworkView[]): NetworkView[] {
  return networks.filter(({ escrow }) => Boolean(escrow))
}

/** Whether both put something down. */
export function isBonded(mode: Mode): boolean {
  return mode === 'FIRE' || mode === 'ENFORCED'
}

/** Who may decide in a mode, in the order they are offered. */
export function strategiesOf(mode: Mode): Strategy[] {
  if (mode === 'SOLO') return ['MUTUAL', 'ORACLE']
  return isBonded(mode) ? ['MUTUAL', 'COMMITTEE', 'MODERATOR', 'ORACLE'] : ['MUTUAL', 'COMMITTEE', 'MODERATOR']
}

/** The strategy that counts: one that the mode does not have is kept in the form, and is not meant. */
export function strategyOf({ mode, resolution }: FormValues): Strategy {
  return strategiesOf(mode).includes(resolution.strategy) ? resolution.strategy : 'MUTUAL'
}

/** Enforced is with somebody named; what was chosen before is kept for the other modes. */
export function counterpartyBy({
  mode,
  counterparty,
}: Pick<FormValues, 'mode' | 'counterparty'>): CounterpartyText['by'] {
  return mode === 'ENFORCED' ? 'named' : counterparty.by
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
