import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import vectors from '@/test/vectors/draw.json'
import { drawSeats, fitCommittee, nextSeats, seedOf } from './draw'
import { buildRoster, isInRoster, memberOf } from './roster'

const roster = buildRoster(vectors.roster.map(({ id, weight }) => ({ id, weight: BigInt(weight) })))

describe('buildRoster', () => {
  it('is that of the vectors, whatever order the rows come in', () => {
    const shuffled = [...vectors.roster].reverse().map(({ id, weight }) => ({ id, weight: BigInt(weight) }))
    for (const built of [roster, buildRoster(shuffled)]) {
      expect(built.root).toBe(vectors.root)
      expect(built.totalWeight.toString()).toBe(vectors.total_weight)
      expect(built.rows.map(({ index }) => built.proofOf(index))).toEqual(vectors.proofs)
      expect(built.rows.map((row) => [row.index, row.id, String(row.weightBefore), String(row.weight)])).toEqual(
        vectors.roster.map((row) => [row.index, row.id, row.weightBefore, row.weight]),
      )
    }
  })

  it('proves each of its rows, and no row with another weight, place or member', () => {
    for (const row of roster.rows) {
      const proof = roster.proofOf(row.index)
      expect(isInRoster(roster.root, row, proof)).toBe(true)
      expect(isInRoster(roster.root, { ...row, weight: row.weight + 1n }, proof)).toBe(false)
      expect(isInRoster(roster.root, { ...row, weightBefore: row.weightBefore + 1n }, proof)).toBe(false)
      expect(isInRoster(roster.root, { ...row, index: row.index + 1 }, proof)).toBe(false)
      expect(isInRoster(roster.root, { ...row, member: `0x${'ab'.repeat(20)}` }, proof)).toBe(false)
    }
  })

  it('knows somebody without an address by the hash of their DID', () => {
    const did = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
    expect(memberOf(did)).toMatch(/^0x[0-9a-f]{40}$/)
    expect(buildRoster([{ id: did, weight: 1n }]).rows[0]?.member).toBe(memberOf(did))
  })

  it.each([
    ['nobody', []],
    [
      'one twice',
      [
        { id: '0x01', weight: 1n },
        { id: '0x01', weight: 2n },
      ],
    ],
    ['no weight', [{ id: '0x01', weight: 0n }]],
  ])('refuses %s', (_, rows) => {
    expect(() => buildRoster(rows)).toThrow(RangeError)
  })
})

describe('drawSeats', () => {
  it.each(vectors.draws)('draws round $round of $m as the vectors do', (vector) => {
    const seed = seedOf(vector.subject as Hex, roster.root, vector.block_hash as Hex)
    const { seats, attempts } = drawSeats({
      seed,
      round: vector.round,
      roster,
      m: vector.m,
      struck: vector.excluded as Hex[],
    })

    expect(seed).toBe(vector.seed)
    expect(seats.map(({ row }) => row.id)).toEqual(vector.seats)
    expect(attempts.map((attempt) => ({ ...attempt, r: attempt.r.toString() }))).toEqual(vector.attempts)
  })

  const address = fc.bigInt({ min: 1n, max: 2n ** 160n - 1n }).map((n): Hex => `0x${n.toString(16).padStart(40, '0')}`)
  const rosters = fc
    .uniqueArray(fc.record({ id: address, weight: fc.bigInt({ min: 500n, max: 100_000n }) }), {
      minLength: 1,
      maxLength: 12,
      selector: ({ id }) => id,
    })
    .map((rows) => buildRoster(rows))
  const seeds = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((n): Hex => `0x${n.toString(16).padStart(64, '0')}`)
  const masks = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })

  it('seats only whom it may, nobody twice, in the order they were drawn, and as many as there can be', () => {
    fc.assert(
      fc.property(rosters, seeds, masks, fc.integer({ min: 1, max: 9 }), fc.nat(3), (drawn, seed, mask, m, round) => {
        const struck = drawn.rows.flatMap(({ member }, i) => (mask[i] ? [member] : []))
        const { seats, attempts } = drawSeats({ seed, round, roster: drawn, m, struck })
        const members = seats.map(({ row }) => row.member)

        expect(members).toHaveLength(Math.min(m, drawn.rows.length - struck.length))
        expect(new Set(members).size).toBe(members.length)
        for (const member of members) expect(struck).not.toContain(member)
        expect(attempts.map(({ n }) => n)).toEqual(attempts.map((_, i) => i))
        expect(attempts.flatMap(({ member, skipped }) => (skipped ? [] : [member]))).toEqual(members)
        for (const { r, member } of attempts) {
          const row = drawn.rows.find((one) => one.weightBefore <= r && r < one.weightBefore + one.weight)
          expect(row?.member).toBe(member)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('goes on where it stopped: the calls of the contract together seat the same members', () => {
    fc.assert(
      fc.property(
        rosters,
        seeds,
        masks,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 4 }),
        (all, seed, mask, m, most) => {
          const unstaked = all.rows.flatMap(({ member }, i) => (mask[i] ? [member] : []))
          const whole = drawSeats({ seed, round: 0, roster: all, m, struck: unstaked })

          const seated: Hex[] = []
          const leaves: Hex[] = []
          for (let from = 0; ; ) {
            const call = nextSeats({
              seed,
              round: 0,
              roster: all,
              m,
              struck: [],
              seated,
              from,
              most,
              isStaked: (member) => !unstaked.includes(member),
            })
            if (!call) break
            expect(call.attempt).toBe(from)
            for (const [i, { index, member }] of call.leaves.entries()) {
              const row = all.rows[Number(index)]
              expect(row?.member).toBe(member)
              expect(row && isInRoster(all.root, row, call.proofs[i] ?? [])).toBe(true)
            }
            seated.push(...call.seats.map(({ row }) => row.member))
            leaves.push(...call.leaves.map(({ member }) => member))
            from += call.leaves.length
          }

          expect(seated).toEqual(whole.seats.map(({ row }) => row.member))
          expect(leaves).toEqual(whole.attempts.map(({ member }) => member))
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('fitCommittee', () => {
  it.each([
    [9, { k: 3, m: 5 }, { k: 3, m: 5 }],
    [5, { k: 3, m: 5 }, { k: 3, m: 5 }],
    [4, { k: 3, m: 5 }, { k: 2, m: 3 }],
    [6, { k: 5, m: 9 }, { k: 3, m: 5 }],
    [8, { k: 7, m: 9 }, { k: 6, m: 7 }],
    [1, { k: 3, m: 5 }, { k: 1, m: 1 }],
    [0, { k: 3, m: 5 }, null],
  ])('of %i eligible, %o becomes %o', (eligible, wanted, fitted) => {
    expect(fitCommittee(eligible, wanted)).toEqual(fitted)
  })
})
