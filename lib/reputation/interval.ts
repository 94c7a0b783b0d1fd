import { ONE } from './integers'

/**
 * Pure: how far off a number may be that rests on `n` receipts (domain §6): ± 1.96·√(p(1−p) ÷ (n+4)), as a share with six
 * decimals. For the eye only: nothing is computed from it.
 */
export function intervalOf(ppm: number, n: number): number {
  const p = ppm / ONE
  return Math.round(1.96 * Math.sqrt((p * (1 - p)) / (n + 4)) * ONE) / ONE
}
