import type { NetworkView } from '@/components/data/types'
import { formatAmount } from '@/lib/funds/format-amount'
import { shortenAddress } from '@/lib/wallet/address'

type Resolution = {
  strategy: string
  oracle?: { feed: string; comparator: 'gte' | 'lte'; threshold: string; not_before: string }
  moderator?: string
  panel?: { k: number; m: number; epoch: number }
}

/** Pure: who says how it ends, in one sentence; null where that is the usual: both sign the same. `at`: a time it names. */
export function sayResolution(
  raw: Record<string, unknown>,
  networks: readonly NetworkView[],
): { text: string; at?: string } | null {
  const { strategy, oracle, moderator, panel } = raw as Resolution
  if (strategy === 'MODERATOR' && moderator) return { text: `${shortenAddress(moderator)}, whom both named` }
  if (strategy === 'COMMITTEE' && panel) {
    return {
      text: `both of you; in a dispute, ${panel.k} of a panel of ${panel.m}, drawn from the roster of hour ${panel.epoch}`,
    }
  }
  if (strategy !== 'ORACLE' || !oracle) return null

  const feed = networks.flatMap(({ feeds }) => feeds).find(({ address }) => address === oracle.feed)
  const figure = feed ? feed.description : `the feed ${shortenAddress(oracle.feed)}`
  const threshold = feed ? formatAmount(oracle.threshold, feed.decimals) : oracle.threshold
  const is = oracle.comparator === 'gte' ? 'at least' : 'at most'
  return { text: `${figure}: whether it is ${is} ${threshold} at its first answer from`, at: oracle.not_before }
}
