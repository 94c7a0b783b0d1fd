import { formatAmount } from '@/lib/funds/format-amount'
import type { Bond, OracleTerms, Panel } from './draft'
import type { TermsDoc } from './terms'

/** How the desk calls what terms name by address: without it, they are named by their address and in the smallest unit. */
export type Words = {
  asset?: { symbol: string; decimals: number }
  network?: string
  feed?: { description: string; decimals: number }
}

/** What is put at risk, in one line: `creator 0.4 ETH and a base of 0.1 ETH, counterparty 0.4 ETH; on Base (eip155:8453)`. */
export function bondLine(bond: Bond | null, words: Words = {}): string {
  if (!bond) return 'none'
  const { asset, network } = words
  const say = (units: string) =>
    asset ? `${formatAmount(units, asset.decimals)} ${asset.symbol}` : `${units} of the smallest unit`
  const side = (amount: string, base: string | undefined) =>
    base ? `${say(amount)} and a base of ${say(base)}` : say(amount)

  return [
    `creator ${side(bond.creator, bond.creator_base)}, counterparty ${side(bond.counterparty, bond.counterparty_base)}`,
    ...(bond.token_address ? [`token ${bond.token_address}`] : []),
    `on ${network ? `${network} (${bond.network})` : bond.network}`,
  ].join('; ')
}

/** When it must be answered and when it ends, in one line. */
export function deadlinesLine(doc: Pick<TermsDoc, 'deadlines' | 'mode'>): string {
  const { accept, deposit, response, resolution, dispute_seconds: dispute } = doc.deadlines
  const first = doc.mode === 'SOLO' ? 'sign' : 'accept'
  return [
    `${first} by ${toMinute(accept)}`,
    ...(deposit ? [`deposit by ${toMinute(deposit)}`] : []),
    ...(response ? [`respond by ${toMinute(response)}`] : []),
    `end by ${toMinute(resolution)}`,
    ...(deposit ? [`a dispute ends within ${inHours(dispute)}`] : []),
  ].join('; ')
}

/** Who decides how it ends, in one line. */
export function resolutionLine(doc: Pick<TermsDoc, 'resolution' | 'mode'>, words: Words = {}): string {
  const { oracle, moderator, panel } = doc.resolution
  if (doc.mode === 'SOLO') {
    return oracle ? `FULFILLED if ${question(oracle, words)}; else NO_CONTEST` : 'ends as FULFILLED when signed'
  }

  const both = 'both sign the same outcome'
  if (oracle) return `${both}; or the creator wins if ${question(oracle, words)}; else the counterparty wins`
  if (moderator) return `${both}, or the moderator ${moderator} signs one`
  if (panel) return `${both}, or after a dispute ${panelWords(panel)}`
  return both
}

function question(oracle: OracleTerms, { feed }: Words): string {
  const from = `the first answer of the feed ${feed ? `${feed.description} ` : ''}${oracle.feed}`
  const when = `from ${toMinute(oracle.not_before)} on, within ${inHours(oracle.max_age_seconds)},`
  const bound = feed ? formatAmount(oracle.threshold, feed.decimals) : oracle.threshold
  return `${from} ${when} is at ${oracle.comparator === 'gte' ? 'least' : 'most'} ${bound}`
}

function panelWords({ k, m, epoch, root, struck }: Panel): string {
  return `${k} of a panel of ${m} agree, drawn from roster ${epoch} (${root}) without ${struck.length} struck`
}

/** `2026-12-04 12:00 UTC` */
function toMinute(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

/** `72 h`, `90 min` or `30 s`: the largest unit that is exact. */
function inHours(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}
