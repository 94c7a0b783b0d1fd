/** Why an item alone is refused. */
export type Refusal = { name: string; sentence: string }

export type Sifted<I> = { good: I[]; bad: { item: I; refusal: Refusal }[] }

/**
 * Finds which of several items a contract would refuse, halving what it refuses until the bad ones are alone. `ask` says
 * whether it would take these together, in this order; null: it would. What is kept was asked about together, so two items
 * that are good alone and not together (the same revocation twice) lose only the second.
 */
export async function sift<I>(
  items: readonly I[],
  ask: (together: readonly I[]) => Promise<Refusal | null>,
): Promise<Sifted<I>> {
  const bad: Sifted<I>['bad'] = []
  const keep = async (kept: readonly I[], next: readonly I[]): Promise<I[]> => {
    const [first] = next
    if (first === undefined) return [...kept]

    const refusal = await ask([...kept, ...next])
    if (!refusal) return [...kept, ...next]
    if (next.length === 1) {
      bad.push({ item: first, refusal })
      return [...kept]
    }
    const middle = next.length >> 1
    return keep(await keep(kept, next.slice(0, middle)), next.slice(middle))
  }
  return { good: await keep([], items), bad }
}
