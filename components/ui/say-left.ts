const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Pure: the two largest units of what is left: `29 d 22 h`, `3 h 05 min`, `9 min 20 s`, `42 s`. */
export function sayLeft(leftMs: number): string {
  const left = Math.max(0, Math.floor(leftMs / SECOND) * SECOND)
  if (left === 0) return 'Time is up'
  if (left >= DAY) return `${Math.floor(left / DAY)} d ${Math.floor((left % DAY) / HOUR)} h`
  if (left >= HOUR) return `${Math.floor(left / HOUR)} h ${two((left % HOUR) / MINUTE)} min`
  if (left >= MINUTE) return `${Math.floor(left / MINUTE)} min ${two((left % MINUTE) / SECOND)} s`
  return `${left / SECOND} s`
}

const two = (value: number) => String(Math.floor(value)).padStart(2, '0')

/** How long before the end it is said aloud, and for how long the words stay, so that each is said once. */
const SAID: [at: number, words: string][] = [
  [MINUTE, 'one minute'],
  [10 * MINUTE, 'ten minutes'],
  [HOUR, 'one hour'],
]
const SAID_FOR = 20 * SECOND

/** Pure: what is said aloud now, if anything: an hour, ten minutes and one minute before the end, and at the end. */
export function saySoon(leftMs: number, says?: string): string | null {
  const before = says ? `${says} ` : ''
  if (leftMs <= 0) return leftMs > -SAID_FOR ? `${says ? `${says}: ` : ''}time is up` : null
  const due = SAID.find(([at]) => leftMs <= at && leftMs > at - SAID_FOR)
  return due ? `${before}${due[1]}${says ? '' : ' left'}` : null
}
