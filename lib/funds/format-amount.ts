const MAX_UNITS = 2n ** 256n - 1n
const SHOWN_DECIMALS = 8

/** Pure: whole units as exact decimal text, without zeros at the end: `formatAmount(400000000000000000n, 18)` is `0.4`. */
export function formatAmount(units: string | bigint, decimals: number): string {
  const whole = BigInt(units)
  const digits = (whole < 0n ? -whole : whole).toString().padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const fraction = digits.slice(point).replace(/0+$/, '')
  return `${whole < 0n ? '-' : ''}${digits.slice(0, point)}${fraction ? `.${fraction}` : ''}`
}

/** Pure: exact decimal text cut off after 8 decimals, with an ellipsis where something was cut. Never rounded. */
export function shortenAmount(exact: string): string {
  const point = exact.indexOf('.')
  if (point < 0 || exact.length - point - 1 <= SHOWN_DECIMALS) return exact
  return `${exact.slice(0, point + 1 + SHOWN_DECIMALS)}…`
}

/**
 * Pure: what somebody typed as whole units, or a sentence that says what is wrong with it. Exact or refused: nothing is
 * rounded and nothing is guessed. A comma stands for a point in one country and for thousands in another.
 */
export function parseAmount(text: string, decimals: number): { units: bigint } | { error: string } {
  const typed = text.trim()
  if (typed === '') return { error: 'Enter an amount.' }
  if (/^[-−]/.test(typed)) return { error: 'An amount cannot be below zero.' }
  if (typed.includes(',')) return { error: 'Write a point for decimals, and no commas.' }

  const match = /^(\d*)\.?(\d*)$/.exec(typed)
  if (!match || !/\d/.test(typed)) return { error: 'Write the amount in digits, such as 0.4.' }

  const [, whole = '', fraction = ''] = match
  const kept = fraction.replace(/0+$/, '')
  if (kept.length > decimals) return { error: tooFine(decimals) }

  // The largest amount has 78 digits: longer text is not worth turning into a number.
  const digits = `${whole}${kept.padEnd(decimals, '0')}`.replace(/^0+/, '')
  const units = digits.length > 78 ? MAX_UNITS + 1n : BigInt(digits || '0')
  return units > MAX_UNITS ? { error: 'That is more than any asset can hold.' } : { units }
}

function tooFine(decimals: number): string {
  if (decimals === 0) return 'This asset has no decimals.'
  return `This asset has at most ${decimals} decimal${decimals === 1 ? '' : 's'}.`
}
