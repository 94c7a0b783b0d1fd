import { parseAmount } from '@/lib/funds/format-amount'
import { readLocalTime } from './local-time'
import { readAddress } from './read-counterparty'
import type { Desk } from './to-body'
import { type Errors, type FormValues, isBonded, type ResolutionText, strategyOf } from './values'

/** `resolution` of `POST challenges`. */
export type ResolutionBody = {
  strategy: ResolutionText['strategy']
  oracle?: { feed: string; comparator: 'gte' | 'lte'; threshold: string; not_before: string; max_age_seconds: number }
  moderator?: string
  panel?: { k: number; m: number; struck: string[] }
}

const MOST_STRUCK = 14

/**
 * The feeds that may decide: those of the bond's network; for SOLO of the one the chosen feed is on, else of the one the
 * wallet was proven on.
 */
export function feedsFor({ mode, bond, creator, resolution }: FormValues, networks: Desk['networks']) {
  const feedsOf = (wanted: string) => networks.find(({ chain_id }) => chain_id === wanted)?.feeds ?? []
  if (isBonded(mode)) return feedsOf(bond.network)
  const chosen = networks.find(({ feeds }) => feeds.some(({ address }) => address === resolution.feed))
  return chosen?.feeds ?? feedsOf(creator.network)
}

/** Pure: who says how it ended. */
export function readResolution(values: FormValues, desk: Desk, errors: Errors): ResolutionBody {
  const strategy = strategyOf(values)
  if (strategy === 'ORACLE') return { strategy, ...readOracle(values, desk, errors) }
  if (strategy === 'MODERATOR') return { strategy, ...readModerator(values.resolution, desk, errors) }
  if (strategy === 'COMMITTEE') return { strategy, panel: readPanel(values.resolution, errors) }
  return { strategy }
}

function readOracle(values: FormValues, desk: Desk, errors: Errors): Pick<ResolutionBody, 'oracle'> {
  const { resolution } = values
  const feeds = feedsFor(values, desk.networks)
  const feed = feeds.find(({ address }) => address === resolution.feed) ?? feeds[0]
  if (!feed) {
    errors['resolution.strategy'] = 'This desk knows no oracle on that network.'
    return {}
  }

  const parsed = parseAmount(resolution.threshold.trim(), feed.decimals)
  if (resolution.threshold.trim() === '') errors['resolution.threshold'] = 'Which figure decides?'
  else if ('error' in parsed) errors['resolution.threshold'] = parsed.error
  else if (parsed.units === 0n)
    errors['resolution.threshold'] = 'More than nothing: an oracle that answers 0 is not heard.'

  const notBefore = readLocalTime(resolution.notBefore, desk.zone)
  if (resolution.notBefore === '') errors['resolution.notBefore'] = 'From when on does its answer count?'
  else if ('error' in notBefore) errors['resolution.notBefore'] = notBefore.error
  else if (notBefore.at <= desk.now)
    errors['resolution.notBefore'] = 'That time has passed: everybody knows the answer.'

  const hours = /^\d{1,3}$/.test(resolution.maxAgeHours.trim()) ? Number(resolution.maxAgeHours) : 0
  if (hours < 1 || hours > 720) errors['resolution.maxAgeHours'] = 'A whole number of hours from 1 to 720.'
  return {
    oracle: {
      feed: feed.address,
      comparator: resolution.comparator,
      threshold: 'units' in parsed ? parsed.units.toString() : '0',
      not_before: 'at' in notBefore ? notBefore.at.toISOString() : desk.now.toISOString(),
      max_age_seconds: hours * 3_600,
    },
  }
}

function readModerator(
  { moderator }: ResolutionText,
  { own }: Desk,
  errors: Errors,
): Pick<ResolutionBody, 'moderator'> {
  const read = readAddress(moderator)
  if (read.kind === 'error') {
    errors['resolution.moderator'] = moderator.trim() === '' ? 'Whose word counts? Paste their address.' : read.error
    return {}
  }
  if (own.includes(read.address)) {
    errors['resolution.moderator'] = 'That wallet is yours. The moderator must be neither of you.'
  }
  return { moderator: read.address }
}

/** The desk strikes both of you, and whoever is close to you, by itself. */
function readPanel({ seats, struck }: ResolutionText, errors: Errors): { k: number; m: number; struck: string[] } {
  const m = Number(seats)
  const lines = struck.split(/[\s,]+/).filter((line) => line !== '')
  const read = lines.map(readAddress)
  const wrong = read.find((each) => each.kind === 'error')
  if (wrong?.kind === 'error') errors['resolution.struck'] = wrong.error
  if (lines.length > MOST_STRUCK) errors['resolution.struck'] = `At most ${MOST_STRUCK} names can be struck.`
  const addresses = read.flatMap((each) => (each.kind === 'address' ? [each.address] : []))
  return { k: (m + 1) / 2, m, struck: [...new Set(addresses)] }
}
