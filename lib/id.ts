import { randomUUID } from 'node:crypto'
import { validate } from 'uuid'

let last = { milliseconds: 0, count: 0 }

/**
 * A new uuidv7: sortable by time, known before its row is inserted. Those made in one millisecond by one process count
 * up in the 12 bits behind the time (RFC 9562 §6.2), so that they sort in the order they were made.
 */
export function newId(): string {
  last = next(last, Date.now())
  const time = last.milliseconds.toString(16).padStart(12, '0')
  const count = last.count.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${randomUUID().slice(19)}`
}

/** A clock that stands still or goes back is counted on from; a full count borrows the next millisecond. */
function next({ milliseconds, count }: typeof last, now: number): typeof last {
  if (now > milliseconds) return { milliseconds: now, count: Number.parseInt(randomUUID().slice(0, 2), 16) }
  return count < 0xfff ? { milliseconds, count: count + 1 } : { milliseconds: milliseconds + 1, count: 0 }
}

/** Whether `value` is a UUID in its text form. */
export function isId(value: string): boolean {
  return validate(value)
}
