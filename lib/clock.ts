import { singleton } from './singleton'

/** How far the desk's clock was put forward, for tests of deadlines (lib/desk/test-clock.ts). */
const testClock = singleton('test-clock', () => ({ aheadMs: 0 }))

/** The desk's now. The one place that reads the system clock; rules take `ctx.now`. */
export function currentTime(): Date {
  return new Date(Date.now() + testClock.aheadMs)
}

/** How far the desk's now is ahead of the system's, and so of Postgres's. 0 but on a desk under test. */
export function millisecondsAhead(): number {
  return testClock.aheadMs
}

/** Sets for this process what `millisecondsAhead` says. */
export function setMillisecondsAhead(aheadMs: number): void {
  testClock.aheadMs = aheadMs
}

/** `date` moved by whole or fractional seconds. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}
