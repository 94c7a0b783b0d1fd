import type { Folded } from './fold'
import { intervalOf } from './interval'
import type { Told } from './public-desk'
import { type Group, lied, type ReplayFinding, sayPpm, toPpm, unknown } from './replay-rows'
import { DIMENSIONS, trustAt } from './score'

/** Pure: what the desk says of a party now, beside what its receipts give. `isWhole`: every receipt could be read. */
export function compareStanding(
  told: Told,
  { end, groups, isWhole }: { end: Folded; groups: readonly Group[]; isWhole: boolean },
): ReplayFinding[] {
  const asOf = groups.at(-1)?.at
  const numbers = DIMENSIONS.flatMap((dimension) => {
    const is = end.numbers[dimension]
    const interval = is === null ? null : intervalOf(is, end.evidence[dimension])
    const name = dimension.toUpperCase()
    return [
      ...differs(`${name} now`, sayPpm(toPpm(told[dimension])), sayPpm(is)),
      ...differs(`the evidence of ${name}`, told.evidence[dimension], end.evidence[dimension]),
      ...differs(`the interval of ${name}`, told.interval[dimension], interval),
    ]
  })
  const { completed, lost, silent } = end.counts
  return [
    ...numbers,
    ...differs('the number of receipts', told.receipts, end.receipts),
    ...(isWhole
      ? [
          ...differs('completed', told.counts.completed, completed),
          ...differs('lost', told.counts.lost, lost),
          ...differs('silent', told.counts.silent, silent),
        ]
      : []),
    ...differs('the time of the newest', told.as_of, asOf?.toISOString() ?? null),
    ...aboutCounterparties(told, new Set(groups.map(({ rows }) => rows[0]?.with)).size),
    ...aboutTrust(told, end, asOf),
  ]
}

function aboutCounterparties({ counterparties: says }: Told, wallets: number): ReplayFinding[] {
  if (says === wallets) return []
  if (says > wallets || says === 0)
    return [lied(`the desk counts ${says} counterparties, the receipts name ${wallets} wallets`)]
  return [unknown(`the desk takes ${wallets} wallets for ${says} users: whose they are is not shown`)]
}

function aboutTrust(told: Told, { numbers }: Folded, asOf: Date | undefined): ReplayFinding[] {
  const now = new Date(told.read_at)
  const { trust, prime } = trustAt({ numbers, counterparties: told.counterparties, asOf: asOf ?? now }, now)
  return [
    ...differs('trust', sayPpm(toPpm(told.trust)), sayPpm(trust)),
    ...differs('trust′', sayPpm(toPpm(told.trust_prime)), sayPpm(prime)),
  ]
}

function differs<T>(what: string, says: T, is: T): ReplayFinding[] {
  return says === is ? [] : [lied(`${what}: the desk says ${says}, the receipts give ${is}`)]
}
