import type { NetworkView, RehearsalView } from '@/components/data/types'
import type { Mode, Role } from '@/lib/challenge/state'
import { formatAmount } from '@/lib/funds/format-amount'
import { OUTCOMES } from '@/lib/proof/outcomes'
import type { Unit } from './bond-facts'
import { capitalize, STATUS_WORDS, sayOutcome, sayParty } from './words'

type Wire = RehearsalView['endings'][number]
/** An ending as the API gives it, or as the form rehearses it. */
export type EndingLike = Omit<Wire, 'at' | 'chain_at'> & { at: string | Date; chain_at?: string | Date | undefined }
export type Share = { to: Wire['amounts'][number]['to']; who: string; units: string; unit: Unit }

/** Pure: how an asset named by CAIP-19 is written; in its smallest unit when the desk does not list it. */
export function unitOfAsset(asset: string, networks: readonly NetworkView[]): Unit {
  const [chain, name = ''] = asset.split('/')
  const token = name.startsWith('erc20:') ? name.slice('erc20:'.length) : undefined
  const network = networks.find(({ chain_id }) => chain_id === chain)
  const listed = network?.assets.find(({ token_address }) => token_address === token)
  return listed ? { symbol: listed.symbol, decimals: listed.decimals } : { symbol: 'units', decimals: 0 }
}

/** Pure: who is credited what in this ending, for the one who looks. */
export function sharesOf(ending: Pick<EndingLike, 'amounts'>, role: Role, networks: readonly NetworkView[]): Share[] {
  return ending.amounts.map(({ to, amount, asset }) => ({
    to,
    who: sayReceiver(to, role),
    units: amount,
    unit: unitOfAsset(asset, networks),
  }))
}

function sayReceiver(to: Share['to'], role: Role): string {
  switch (to) {
    case 'panel':
      return 'To those who voted so'
    case 'treasury':
      return 'To the treasury'
    case 'burn':
      return 'Burned'
    default:
      return `To ${sayParty(to, role)}`
  }
}

/** Pure: `Completed, fulfilled`; a split is called one. */
export function nameOfEnding({ status, outcome, split }: Pick<EndingLike, 'status' | 'outcome' | 'split'>): {
  status: string
  outcome: string | null
} {
  return { status: STATUS_WORDS[status].name, outcome: split ? 'a split' : outcome && sayOutcome(outcome) }
}

const OUTCOME = new RegExp(`\\b(?:${OUTCOMES.join('|')})\\b`, 'g')

/** Pure: the desk's sentence with its outcomes in words and its amounts in units of the asset. */
export function sayEndingText(
  { text, amounts }: Pick<EndingLike, 'text' | 'amounts'>,
  networks: readonly NetworkView[],
) {
  const unit = amounts[0] ? unitOfAsset(amounts[0].asset, networks) : null
  const inWords = text.replace(OUTCOME, (outcome) => sayOutcome(outcome))
  if (!unit) return inWords
  return inWords.replace(/(\d+) of the smallest unit/g, (_, units: string) => {
    return `${formatAmount(units, unit.decimals)} ${unit.symbol}`
  })
}

const GROUPS: readonly (readonly [by: string, title: string])[] = [
  ['both parties', 'Both sign the same'],
  ['the oracle', 'The figure decides'],
  ['the moderator', 'The moderator decides'],
  ['the panel', 'A panel decides, after a dispute'],
  ['the clock', 'Time runs out'],
]

export type EndingGroup<E> = { title: string | null; endings: E[] }

/** More than so many are easier to read by who brings them about. */
const MOST_TOGETHER = 8

/** Pure: the endings as they are shown: few as one list, many by who brings them about. */
export function groupEndings<E extends Pick<EndingLike, 'by'>>(endings: readonly E[]): EndingGroup<E>[] {
  if (endings.length <= MOST_TOGETHER) return [{ title: null, endings: [...endings] }]
  const known = new Set(GROUPS.map(([by]) => by))
  const groups = GROUPS.map(([by, title]) => ({ title, endings: endings.filter((ending) => ending.by === by) }))
  const others = endings.filter(({ by }) => !known.has(by))
  return [...groups, { title: 'Before it is accepted', endings: others }].filter((group) => group.endings.length > 0)
}

/** Pure: what ending it costs, and who pays, by mode. */
export function sayCosts(mode: Mode): string {
  if (mode === 'FIRE' || mode === 'ENFORCED') {
    const own = mode === 'ENFORCED' ? 'your deposit, your answer' : 'your deposit'
    return `The desk pays the gas of ending it. You pay the gas of ${own}, of a dispute you open, and of taking out what is yours. The amounts are exact, and nothing else is taken.`
  }
  return 'Nobody puts anything down in this mode: nobody pays anything, the desk holds nothing, and signing costs no gas.'
}

/** `When both sign: 6 ways` */
export function sayGroup({ title, endings }: { title: string; endings: readonly unknown[] }): string {
  return `${capitalize(title)}: ${endings.length === 1 ? 'one way' : `${endings.length} ways`}`
}
