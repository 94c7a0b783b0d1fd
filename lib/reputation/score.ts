import { HALF, ppm } from './integers'

/** The seven dimensions, in the order they are told. */
export const DIMENSIONS = ['q', 't', 'r', 's', 'v', 'i', 'e'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** The seven numbers, in parts per million; null where nothing was ever seen. */
export type Numbers = Record<Dimension, number | null>

const DAY_MS = 86_400_000

/** Pure: what the numbers come to before time passes over them; a number nobody has seen counts as a half. */
export function trustOfNumbers({ r, v, q, t }: Numbers): number {
  const sum = 35 * (r ?? HALF) + 35 * (v ?? HALF) + 20 * (q ?? HALF) + 10 * (t ?? HALF)
  return ppm(BigInt(sum), 100_000_000n)
}

/** Pure: how many times midnight in UTC lies between two moments; 0 when `to` is the earlier. */
export function utcDaysBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor(to.getTime() / DAY_MS) - Math.floor(from.getTime() / DAY_MS))
}

/** Pure: trust drifts to a half, by 2.3 % of what is left each day. */
export function decayed(trust: number, days: number): number {
  let deviation = trust - HALF
  for (let day = 0; day < days && deviation !== 0; day++) deviation = Math.trunc((deviation * 977) / 1000)
  return HALF + deviation
}

/** Pure: trust as far as many have seen it: `n` different users dealt with. What weights and ranks are made of. */
export function trustPrime(trust: number, n: number): number {
  return HALF + Math.trunc(((trust - HALF) * n) / (n + 5))
}

export type Standing = { numbers: Numbers; counterparties: number; asOf: Date }

/** Pure: both trusts at a moment. */
export function trustAt({ numbers, counterparties, asOf }: Standing, now: Date): { trust: number; prime: number } {
  const trust = decayed(trustOfNumbers(numbers), utcDaysBetween(asOf, now))
  return { trust, prime: trustPrime(trust, counterparties) }
}
