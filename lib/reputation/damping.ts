/** Two users who have dealt with each other, once. */
export type Dealing = {
  receiptId: string
  at: Date
  /** Both users, and both parties, each as one text whatever their order (`pairOf`); null when a user is not known. */
  users: string | null
  parties: string
  /** On whom it was folded. */
  on: readonly string[]
}

export type Damping = {
  /** 1 + the receipts of this pair of users folded in the 90 days before. */
  n: number
  /** Whether it is the first of this pair that was folded on the party. */
  isFirst: boolean
}

const WINDOW_MS = 90 * 86_400_000

/** Two names as one, whatever their order. */
export function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

/** The one order in which receipts are folded (domain §6): when they were decided, then their ids. */
export function inFoldOrder(a: { at: Date; receiptId: string }, b: { at: Date; receiptId: string }): number {
  const apart = a.at.getTime() - b.at.getTime()
  if (apart !== 0) return apart
  return a.receiptId < b.receiptId ? -1 : Number(a.receiptId > b.receiptId)
}

/**
 * Pure: what a receipt counts as among all dealings of its two users. Dealings of the same two wallets are of the same pair,
 * whoever they belong to now. Answers a function, so that each pair is put in order once.
 */
export function dampingAmong(dealings: readonly Dealing[], party: string): (dealing: Dealing) => Damping {
  const byUsers = groupBy(dealings, ({ users }) => users)
  const byParties = groupBy(dealings, ({ parties }) => parties)
  const ordered = new Map<string, Dealing[]>()

  const pairHistory = ({ users, parties }: Dealing): Dealing[] => {
    const key = `${users}|${parties}`
    const known = ordered.get(key)
    if (known) return known
    const all = [...(users === null ? [] : (byUsers.get(users) ?? [])), ...(byParties.get(parties) ?? [])]
    const history = [...new Map(all.map((one) => [one.receiptId, one])).values()].sort(inFoldOrder)
    ordered.set(key, history)
    return history
  }

  return (dealing) => {
    const history = pairHistory(dealing)
    const since = dealing.at.getTime() - WINDOW_MS
    const end = firstIndex(history, (one) => inFoldOrder(one, dealing) >= 0)
    const start = firstIndex(history, ({ at }) => at.getTime() >= since)
    const first = history.find(({ on }) => on.includes(party))
    return { n: 1 + end - start, isFirst: first === undefined || inFoldOrder(first, dealing) >= 0 }
  }
}

/** The first place from which `isPast` holds, in a list where it holds from some place on. */
function firstIndex<T>(list: readonly T[], isPast: (item: T) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const item = list[middle]
    if (item !== undefined && isPast(item)) high = middle
    else low = middle + 1
  }
  return low
}

function groupBy<T, K>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of list) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
