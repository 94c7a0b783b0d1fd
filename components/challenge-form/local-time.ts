/**
 * What somebody means by a date and time without an offset. Clocks that go forward skip times, clocks that go back show
 * some twice: the first is refused, of the second the earlier one is taken and said.
 */
export type LocalTime = { at: Date; twice: boolean } | { error: string }

const SHAPE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/
const MINUTE_MS = 60_000
/** No zone is further from UTC, and none moves its clocks by more than a day at once. */
const REACH_MS = 26 * 60 * MINUTE_MS

/** Pure: the instant of `2026-11-24T12:00`, as `<input type="datetime-local">` has it, in an IANA time zone. */
export function readLocalTime(text: string, zone: string): LocalTime {
  const wall = wallOf(text)
  if (wall === null) return { error: 'Give a date and a time.' }

  // Every offset this zone has around then, tried in turn: the instants whose clock shows exactly this.
  const offsets = new Set([wall - REACH_MS, wall, wall + REACH_MS].map((ms) => offsetMs(new Date(ms), zone)))
  const instants = [...offsets]
    .map((offset) => wall - offset)
    .filter((ms) => ms + offsetMs(new Date(ms), zone) === wall)
    .sort((a, b) => a - b)

  const [first] = instants
  if (first === undefined) {
    return { error: 'That time does not exist where you are: the clocks go forward over it. Choose another.' }
  }
  return { at: new Date(first), twice: instants.length > 1 }
}

/** Pure: an instant as the value of `<input type="datetime-local">`, to the minute. */
export function toLocalText(at: Date, zone: string): string {
  return new Date(at.getTime() + offsetMs(at, zone)).toISOString().slice(0, 16)
}

/** Pure: `Tue 24 Nov 2026, 12:00 (UTC+01:00)`. */
export function sayLocalTime(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  const day = `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`
  return `${day}, ${part('hour')}:${part('minute')} (${sayOffset(offsetMs(at, zone))})`
}

/** Pure: `in 3 days`, `in 72 hours`, `in 5 minutes`; `already past`. */
export function sayUntil(at: Date, now: Date): string {
  const minutes = Math.round((at.getTime() - now.getTime()) / MINUTE_MS)
  if (at.getTime() <= now.getTime()) return 'already past'
  if (minutes < 1) return 'in less than a minute'
  if (minutes < 120) return count(minutes, 'minute')
  if (minutes < 72 * 60) return count(Math.round(minutes / 60), 'hour')
  return count(Math.round(minutes / 1_440), 'day')
}

function count(many: number, unit: string): string {
  return `in ${many} ${unit}${many === 1 ? '' : 's'}`
}

/** Where the clock of the text stands, as if it were UTC. Null for what is no date, such as 31 February. */
function wallOf(text: string): number | null {
  const match = SHAPE.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number]
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute))
  // Date.UTC takes the years 0 to 99 for 1900 to 1999, and carries what is too large.
  const isSame = wall.getUTCFullYear() === year && wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day
  return isSame && hour < 24 && minute < 60 ? wall.getTime() : null
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
function offsetMs(at: Date, zone: string): number {
  const parts = clockOf(zone).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at.getTime() / 1000) * 1000
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making one costs more than asking it. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    })
  clocks.set(zone, clock)
  return clock
}

function sayOffset(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / MINUTE_MS)
  const two = (value: number) => String(value).padStart(2, '0')
  return `UTC${offset < 0 ? '−' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
