/** One round of a feed of Chainlink's shape. Its id is phase · 2⁶⁴ + number. */
export type Round = { roundId: bigint; answer: bigint; updatedAt: bigint }

/** A round by its id; null where the feed has none. */
export type ReadRound = (roundId: bigint) => Promise<Round | null>

/** Unix seconds: the deciding round is the first from `notBefore` on, and no later than `until`. */
export type Window = { notBefore: bigint; until: bigint }

const NUMBERS = 1n << 64n
/** A phase of so few rounds is read whole, whatever order its times are in. */
const FEW = 24n
/** How far to look around for a round where one is missing. */
const GAP = 32n
/** A feed that moved to another aggregator meanwhile goes on in the next phase: how many to go back. */
const PHASES = 3

type Numbered = { number: bigint; round: Round }

/**
 * Pure but for `read`: the round that decides, by the rule the escrow checks (domain §4): it was written from `notBefore`
 * on and not after `until`, its answer is positive, and the round before it, of the same phase, was written before. Where
 * that one cannot be read, nothing decides; only the very first round of a feed has none. Null when there is none.
 */
export async function findRound(latest: Round, read: ReadRound, window: Window): Promise<Round | null> {
  let phase = latest.roundId / NUMBERS
  let last = latest.roundId % NUMBERS
  for (let tries = 0; tries < PHASES && last > 0n; tries++) {
    const reader = readerOf(phase, latest, read)
    const first = last <= FEW ? await scan(reader, last, phase, window) : await bisect(reader, last, phase, window)
    if (first) return decides(first, window) ? first : null
    if (phase <= 1n) return null
    phase -= 1n
    last = await lastNumber(readerOf(phase, latest, read))
  }
  return null
}

type Reader = (number: bigint) => Promise<Round | null>

/** What was never written reads as missing, or as written at time zero. */
function readerOf(phase: bigint, latest: Round, read: ReadRound): Reader {
  const known = new Map<bigint, Promise<Round | null>>([[latest.roundId, Promise.resolve(latest)]])
  return async (number) => {
    const id = phase * NUMBERS + number
    const asked = known.get(id) ?? read(id)
    known.set(id, asked)
    const round = await asked
    return round && round.updatedAt > 0n ? round : null
  }
}

/** The lowest round that is written after `notBefore` while the one before it was not; of these, one that decides. */
async function scan(read: Reader, last: bigint, phase: bigint, window: Window): Promise<Round | null> {
  const numbers = Array.from({ length: Number(last) }, (_, index) => BigInt(index + 1))
  const rounds = await Promise.all(numbers.map(read))
  const firsts = rounds.filter((round, index): round is Round => {
    if (!round || round.updatedAt < window.notBefore) return false
    const before = rounds[index - 1]
    return index === 0 ? phase <= 1n : Boolean(before && before.updatedAt < window.notBefore)
  })
  return firsts.find((round) => decides(round, window)) ?? firsts[0] ?? null
}

/** The same where times only grow, in about as many reads as `last` has binary digits. */
async function bisect(read: Reader, last: bigint, phase: bigint, { notBefore }: Window): Promise<Round | null> {
  const newest = await nearest(read, last, 0n, -1n)
  if (!newest || newest.round.updatedAt < notBefore) return null

  let before = 0n
  let after = newest
  while (after.number - before > 1n) {
    const middle = (before + after.number) / 2n
    const found = (await nearest(read, middle, after.number, 1n)) ?? (await nearest(read, middle - 1n, before, -1n))
    if (!found) break
    if (found.round.updatedAt < notBefore) before = found.number
    else after = found
  }

  if (after.number - before > 1n) return null
  return before > 0n || phase <= 1n ? after.round : null
}

/** The first round there is from `from` on, in steps of `step`, short of `limit`. */
async function nearest(read: Reader, from: bigint, limit: bigint, step: 1n | -1n): Promise<Numbered | null> {
  for (let number = from, gap = 0n; number !== limit && number > 0n && gap < GAP; number += step, gap++) {
    const round = await read(number)
    if (round) return { number, round }
  }
  return null
}

/** The highest number of a phase that is over; its rounds have no gaps at the end. 0 for a phase without any. */
async function lastNumber(read: Reader): Promise<bigint> {
  let known = 0n
  let missing = 1n
  while (missing < NUMBERS && (await read(missing))) {
    known = missing
    missing *= 2n
  }
  while (missing - known > 1n) {
    const middle = (known + missing) / 2n
    if (await read(middle)) known = middle
    else missing = middle
  }
  return known
}

function decides(round: Round, { until }: Window): boolean {
  return round.answer > 0n && round.updatedAt <= until
}
