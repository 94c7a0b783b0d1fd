/** What an agent is ranked by, each from 0 to 1. */
export type Rank = { similarity: number; trust: number; usefulness: number }

const SHARES = { similarity: 0.6, trust: 0.3, usefulness: 0.1 } as const

/** Pure: 0.6·similarity + 0.3·trust′ + 0.1·usefulness (domain §10), to six decimals. */
export function scoreOf({ similarity, trust, usefulness }: Rank): number {
  const score = SHARES.similarity * similarity + SHARES.trust * trust + SHARES.usefulness * usefulness
  return Math.round(score * 1_000_000) / 1_000_000
}

type Words = { asked: readonly string[]; inTags: readonly string[]; inText: readonly string[] }

/** What a word counts that was found in a name or description instead of a tag. */
export const TEXT_SHARE = 0.7

/** Pure: the share of the words asked for that were found; 0 when none were asked for. */
export function similarityOf({ asked, inTags, inText }: Words): number {
  if (asked.length === 0) return 0
  return (inTags.length + TEXT_SHARE * inText.length) / asked.length
}

/** Pure: why an agent stands where it does, in words. */
export function sayRank(words: Words, { trust, usefulness }: Rank): string {
  const parts = [sayWords(words), `trust ${trust.toFixed(2)} × ${SHARES.trust}`]
  if (usefulness > 0) parts.push(`usefulness ${usefulness.toFixed(2)} × ${SHARES.usefulness}`)
  return parts.filter(Boolean).join('; ')
}

function sayWords({ asked, inTags, inText }: Words): string {
  if (asked.length === 0) return ''
  const found = [
    inTags.length > 0 ? `${inTags.join(', ')} in its tags` : '',
    inText.length > 0 ? `${inText.join(', ')} in what it says of itself` : '',
  ].filter(Boolean)
  return `${inTags.length + inText.length} of ${asked.length} words (${found.join('; ')}) × ${SHARES.similarity}`
}
