import type { NetworkView } from '@/components/data/types'
import { parseAmount } from '@/lib/funds/format-amount'
import { type FormValues, listedAsset, type SideText } from './values'

/** Pure: what each side must show, in a sentence each; nothing for a side that is asked nothing. */
export function sayAsked(values: FormValues, networks: readonly NetworkView[]): string[] {
  const other = values.mode === 'SOLO' ? null : sayHeld(values.other, networks)
  const creator = sayHeld(values.creator, networks)
  return [
    ...(other ? [`They show ${other}. It is looked at, never moved.`] : []),
    ...(creator ? [`You show ${creator}. It is looked at, never moved.`] : []),
  ]
}

/** Pure: `0.4 ETH and 250 tUSD on Local chain`; null when nothing is asked yet. */
export function sayHeld(side: SideText, networks: readonly NetworkView[]): string | null {
  const network = networks.find((each) => each.chain_id === side.network)
  const amounts = side.checks.flatMap((check) => {
    const asset = listedAsset(check, network) ?? { symbol: check.symbol.trim(), decimals: Number(check.decimals) || 0 }
    const amount = check.amount.trim()
    const parsed = parseAmount(amount, asset.decimals)
    return 'units' in parsed && parsed.units > 0n && asset.symbol ? [`${amount} ${asset.symbol}`] : []
  })
  const more = [
    ...(isCount(side.minAgeDays) ? [`a wallet at least ${side.minAgeDays.trim()} days old`] : []),
    ...(isCount(side.minTransactions) ? [`at least ${side.minTransactions.trim()} transactions`] : []),
  ]
  const parts = [...amounts, ...more]
  return parts.length > 0 ? `${inWords(parts)} on ${network?.name ?? side.network}` : null
}

function isCount(text: string): boolean {
  return /^[1-9]\d*$/.test(text.trim())
}

function inWords(parts: string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
