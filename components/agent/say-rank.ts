import type { FoundAgentView } from './types'

type Rank = FoundAgentView['rank']
export type RankPart = { name: string; weight: number; value: number; adds: number; says: string }

const WEIGHTS = { similarity: 0.6, trust: 0.3, usefulness: 0.1 } as const

/** Pure: why an agent stands where it does: each part, what it counts for, and what it adds (domain §10). */
export function sayRank({ similarity, trust, usefulness }: Rank, asked: boolean): RankPart[] {
  const part = (name: string, weight: number, value: number, says: string): RankPart => ({
    name,
    weight,
    value,
    adds: Math.round(weight * value * 1_000) / 1_000,
    says,
  })
  return [
    part(
      'Similarity',
      WEIGHTS.similarity,
      similarity,
      asked ? 'How many of your words it was found by; tags count whole.' : 'You asked for no words, so all are alike.',
    ),
    part('Trust', WEIGHTS.trust, trust, 'What its receipts say, as far as different people have seen it.'),
    part('Usefulness', WEIGHTS.usefulness, usefulness, 'What it has proven to be of use, out of 100.'),
  ]
}

/** Pure: the whole in one line, for those who read no table. */
export function sumRank(parts: readonly RankPart[]): string {
  const sum = parts.map(({ weight, value }) => `${weight} × ${sayPart(value)}`).join(' + ')
  return `${sum} = ${sayPart(parts.reduce((all, { weight, value }) => all + weight * value, 0))}`
}

/** Pure: two decimals, three where two would say zero of what is not. */
export function sayPart(value: number): string {
  return value !== 0 && Math.abs(value) < 0.005 ? value.toFixed(3) : value.toFixed(2)
}
