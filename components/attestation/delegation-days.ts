const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** What is wrong with the days of a delegation. */
export const WRONG_DAYS = 'Between 1 and 365 days.'

/** Pure: the end of a delegation of so many days as it is typed; null for what is no number from 1 to 365. */
export function endAfter(days: string, now: Date): string | null {
  if (!/^(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])$/.test(days.trim())) return null
  // A minute less than a year: the desk’s clock may be a little behind.
  return new Date(now.getTime() + Number(days) * DAY_MS - MINUTE_MS).toISOString()
}
