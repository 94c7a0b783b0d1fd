/**
 * Reputation is counted in whole parts per million (formats.md, "Reputation, integer arithmetic"), so that whoever folds the
 * same receipts gets the same bytes. Pure, and the same in a browser.
 */
export const ONE = 1_000_000
/** What is assumed of somebody nobody has seen. */
export const HALF = 500_000

/** `a ÷ b` in parts per million, rounded half up, between 0 and a million. `b` must be above zero. */
export function ppm(a: bigint, b: bigint): number {
  if (a < 0n || b <= 0n) throw new Error('A ratio of non-negative to positive')
  const ratio = (a * 2_000_000n + b) / (2n * b)
  return ratio > 1_000_000n ? ONE : Number(ratio)
}

/** The old number moved towards what was observed: by α (in ppm) of the way, and an n-th of that. */
export function blend(old: number, observed: number, alphaPpm: number, n: number): number {
  return old + Math.trunc(((observed - old) * alphaPpm) / (ONE * n))
}

const SCALE = 10n ** 40n
const ROOT = 10n ** 360n

/** The decimal logarithm of an integer from 1, in parts per million, to its last digit. */
export function log10ppm(x: bigint): number {
  if (x < 1n) throw new Error('Logarithms begin at one')
  const whole = digitsOf(x) - 1
  let mantissa = (x * SCALE) / 10n ** BigInt(whole)
  let fraction = 0
  for (let place = 0; place < 6; place++) {
    mantissa = mantissa ** 10n / ROOT
    const digit = digitsOf(mantissa) - 41
    fraction = fraction * 10 + digit
    mantissa /= 10n ** BigInt(digit)
  }
  return whole * ONE + fraction
}

function digitsOf(x: bigint): number {
  return x.toString().length
}
