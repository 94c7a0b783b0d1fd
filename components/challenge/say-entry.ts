import type { ChallengeView, LogView } from '@/components/data/types'
import { parseDid } from '@/lib/proof/did'
import { type SayUnits, sayBondEntry } from './say-bond-entry'
import { sayOutcome } from './words'

export type LogLine = LogView['data'][number]
export type People = Pick<ChallengeView, 'creator' | 'counterparty' | 'your_role'>

/** A sentence, the instant it ends with, for the page to show in local time, and what there is to look up. */
export type Said = { text: string; until?: string; hashes?: { label: string; value: string }[] }

/** Pure: what an entry of the log says, to the one who reads it. `sayUnits`: how the bond's amounts are written. */
export function sayEntry(entry: LogLine, people: People, sayUnits?: SayUnits): Said {
  const who = actorOf(entry, people)
  return sayBondEntry(entry, who, people, sayUnits) ?? sayCommonEntry(entry, who, people)
}

function sayCommonEntry(entry: LogLine, who: string, people: People): Said {
  const { data } = entry
  const revision = typeof data.revision === 'number' ? `: revision ${data.revision}` : ''
  switch (entry.action) {
    case 'create':
      return { text: `${who} wrote a draft` }
    case 'patch':
      return { text: `${who} changed the draft${revision}` }
    case 'send':
      return { text: `${who} signed and sent it` }
    case 'accept':
      return { text: `${who} signed the same terms` }
    case 'counter':
      return { text: `${who} signed other terms${revision}` }
    case 'decline':
      return { text: `${who} declined` }
    case 'lock':
      return { text: 'Everything the terms ask for was there: it is locked' }
    case 'fail':
      return { text: 'A wallet did not hold what the terms ask for: it was called off' }
    case 'confirm':
      return confirmed(entry, who)
    case 'cancel':
      return cancelled(entry, who)
    case 'resolve':
      return resolved(entry)
    case 'extend':
      return extended(entry, who)
    case 'void':
      return { text: `${who} took back what ${who === 'You' ? 'you' : 'they'} had signed` }
    case 'expire':
      return { text: `The time was over${silence(data.silent, people)}` }
    case 'downtime':
      return { text: `The desk was down for ${sayGap(Number(data.extended_seconds))}; the deadline moved by as much` }
    default:
      return { text: `${who}: ${entry.action}` }
  }
}

/** Pure: everything after entry `seen`, as sentences: what happened while somebody was reading. */
export function happenedSince(entries: readonly LogLine[], seen: number, people: People): Said[] {
  return entries.filter(({ sequence }) => sequence > seen).map((entry) => sayEntry(entry, people))
}

/** `creator` or `counterparty` when one of them did it; null for the desk, the chain and others. */
export function sideOf(entry: Pick<LogLine, 'actor'>, people: Omit<People, 'your_role'>) {
  const actor = addressOf(entry.actor)
  if (actor === null) return null
  if (actor === addressOf(people.creator)) return 'creator' as const
  return people.counterparty && actor === addressOf(people.counterparty) ? ('counterparty' as const) : null
}

function actorOf(entry: LogLine, people: People): string {
  if (entry.actor === 'desk' || entry.actor === 'chain') return `The ${entry.actor}`
  const side = sideOf(entry, people)
  if (side === null) return 'The other side'
  return side === people.your_role ? 'You' : `The ${side}`
}

function addressOf(did: string): string | null {
  return parseDid(did)?.address ?? null
}

function confirmed({ before, after, data }: LogLine, who: string): Said {
  if (before === 'DRAFT') return { text: `${who} signed it` }
  const end = after === 'COMPLETED' ? ': both agree, and it is complete' : ''
  return { text: `${who} signed: ${sayOutcome(String(data.outcome))}${end}` }
}

function cancelled({ before, after, data }: LogLine, who: string): Said {
  if (before === 'DRAFT') return { text: `${who} threw the draft away` }
  if (data.code === 'WITHDRAWN') return { text: `${who} withdrew it` }
  return { text: `${who} signed to call it off${after === before ? '' : ': both agree, and it is over'}` }
}

/** A figure decided it, or it was complete by being signed. */
function resolved({ data }: LogLine): Said {
  if (data.round_id === undefined) return { text: 'The desk made the receipt' }
  return { text: `The figure decided: ${sayOutcome(String(data.outcome))}. It is of`, until: String(data.updated_at) }
}

function extended({ data }: LogLine, who: string): Said {
  const until = String(data.until)
  return data.agreed
    ? { text: `${who} signed for more time too: the deadline moved to`, until }
    : { text: `${who} signed for more time, until`, until }
}

function silence(silent: unknown, { your_role }: People): string {
  if (!Array.isArray(silent) || silent.length === 0) return ''
  if (silent.length > 1) return ', and neither had said how it ended'
  return silent[0] === your_role ? ', and you had stayed silent' : `, and the ${silent[0]} had stayed silent`
}

/** `45 s`, `3 min`, `2 h 5 min` */
export function sayGap(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`
}
