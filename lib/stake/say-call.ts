import { formatAmount } from '@/lib/funds/format-amount'
import type { Deal } from './deal'
import { depositOf, disputeFeeOf, ZERO_ADDRESS } from './deal'
import { type DealEnding, payoutsOf } from './payouts'

type Party = 'creator' | 'counterparty'

/** How amounts of a deal are written: what its token is called, and how many decimals it has. */
export type Unit = { symbol: string; decimals: number }

/** `0.4 ETH`, exact. */
export function sayAmount(amount: bigint, { symbol, decimals }: Unit): string {
  return `${formatAmount(amount, decimals)} ${symbol}`
}

/** `your bond of 0.4 ETH and your base of 0.1 ETH` */
export function sayDeposit(deal: Deal, role: Party, unit: Unit): string {
  const [bond, base] =
    role === 'creator' ? [deal.creatorBond, deal.creatorBase] : [deal.counterpartyBond, deal.counterpartyBase]
  const said = `your bond of ${sayAmount(bond, unit)}`
  return base > 0n ? `${said} and your base of ${sayAmount(base, unit)}` : said
}

/** Who gets what when the deal ends so: `the creator gets 1.2 ETH, the counterparty gets nothing, 0.3 ETH is burned`. */
export function sayPayouts(deal: Deal, opener: Party | null, ending: DealEnding, unit: Unit): string {
  const payouts = payoutsOf(deal, opener, ending)
  const sumFor = (to: string) => payouts.filter((one) => one.to === to).reduce((sum, { amount }) => sum + amount, 0n)
  const side = (role: Party) => {
    const amount = sumFor(role)
    return `the ${role} gets ${amount > 0n ? sayAmount(amount, unit) : 'nothing'}`
  }
  const rest = [
    [sumFor('prover'), 'goes to the panel'],
    [sumFor('treasury'), 'to the treasury'],
    [sumFor('burn'), 'is burned'],
  ] as const
  const said = rest.flatMap(([amount, where]) => (amount > 0n ? [`${sayAmount(amount, unit)} ${where}`] : []))
  return [side('creator'), side('counterparty'), ...said].join(', ')
}

/** What `expire` gives back: only what is there. */
export function sayRefunds(deal: Deal, state: string, opener: Party | null, unit: Unit): string {
  if (state === 'OPEN') return `the creator gets ${sayAmount(depositOf(deal, 'creator'), unit)}`
  return sayPayouts(deal, opener, { kind: 'expired' }, unit)
}

/** The fee of a dispute: `0.04 ETH` */
export function sayFee(deal: Deal, unit: Unit): string {
  return sayAmount(disputeFeeOf(deal), unit)
}

/** Which of the two an address is, null for neither. */
export function partyAt(deal: Deal, address: string): Party | null {
  if (address === ZERO_ADDRESS) return null
  if (address.toLowerCase() === deal.creator) return 'creator'
  return address.toLowerCase() === deal.counterparty ? 'counterparty' : null
}
