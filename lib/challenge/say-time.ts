/** `2026-12-04 12:00:00 UTC`: a deadline of the contract, to the second. */
export function sayTime(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
