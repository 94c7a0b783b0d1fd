import { describe, expect, it } from 'vitest'
import { drawSeats, seedOf } from '@/lib/committee/draw'
import { buildRoster } from '@/lib/committee/roster'
import type { Hex } from '@/lib/proof/hash'
import vectors from '@/test/vectors/draw.json'
import { fakeCase } from './case.fixture'
import { checkDraw } from './check-draw'
import type { CaseView, RosterView } from './types'

const roster = buildRoster(vectors.roster.map(({ id, weight }) => ({ id, weight: BigInt(weight) })))
const served: RosterView = {
  epoch: 490_000,
  roster_root: vectors.root,
  total_weight: vectors.total_weight,
  rows: roster.rows.map(({ index, id, member, weightBefore, weight }) => ({
    index,
    id,
    member,
    weight_before: `${weightBefore}`,
    weight: `${weight}`,
    proof: [],
  })),
  anchor: { state: 'OPEN', chain_id: 'eip155:31337', root: null, tx_hash: null, block_number: null },
  published_at: '2026-12-01T12:00:00.000Z',
}
type Vector = (typeof vectors.draws)[number]

/** A case over a deal whose panel is one draw of the vectors. */
function drawn(vector: Vector, over: Partial<CaseView> = {}): CaseView {
  const attempts = vector.attempts.filter(({ skipped }) => skipped === null)
  const base = fakeCase({
    deal_id: vector.subject,
    block_hash: vector.block_hash,
    seed: vector.seed,
    round: vector.round,
    m: vector.m,
    committee: attempts.map(({ member, n }, seat) => ({ seat, member, attempt: n })),
    excluded: vector.excluded.map((member) => ({ member, reason: 'STRUCK' as const })),
  })
  const panel = { root: vectors.root, total_weight: vectors.total_weight, struck: vector.excluded }
  return { ...base, challenge: { ...base.challenge, resolution: { strategy: 'COMMITTEE', panel } }, ...over }
}
const [first] = vectors.draws as [Vector]
const withExclusions = vectors.draws.find(({ excluded }) => excluded.length > 0) as Vector

describe('the draw, checked in the page', () => {
  it.each(vectors.draws)('holds for round $round of $m of the vectors, attempt by attempt', (vector) => {
    const { holds, steps, lines } = checkDraw(drawn(vector), served)
    expect(steps.filter(({ look }) => look === 'no')).toEqual([])
    expect(holds).toBe(true)
    expect(lines.map(({ attempt, member }) => [attempt, member])).toEqual(
      vector.attempts.map(({ n, member }) => [n, member]),
    )
    expect(lines.every(({ look }) => look === 'ok')).toBe(true)
  })

  it('tells apart who sits already from who is left out', () => {
    const { lines } = checkDraw(drawn(withExclusions), served)
    const said = withExclusions.attempts.map(({ skipped }, n) => [skipped, lines[n]?.says])
    for (const [skipped, says] of said) {
      if (skipped === 'seated') expect(says).toBe('sits already')
      if (skipped === 'excluded') expect(says).toContain('was struck')
      if (skipped === null) expect(says).toMatch(/^takes seat/)
    }
  })

  const broken: [string, string, CaseView, RosterView][] = [
    [
      'a row with another weight',
      'The list',
      drawn(first),
      { ...served, rows: served.rows.map((row, i) => (i === 3 ? { ...row, weight: '1' } : row)) },
    ],
    ['a row too few', 'The list', drawn(first), { ...served, rows: served.rows.slice(1) }],
    ['another block', 'The seed', drawn(first, { block_hash: `0x${'00'.repeat(32)}` }), served],
    ['another subject', 'The seed', drawn(first, { deal_id: `0x${'00'.repeat(32)}` }), served],
    [
      'a seat for somebody else',
      'The seats',
      drawn(first, {
        committee: drawn(first).committee.map((seat, i) =>
          i === 2 ? { ...seat, member: drawn(first).challenge.creator } : seat,
        ),
      }),
      served,
    ],
    [
      'a member left out whom the terms do not leave out',
      'Left out',
      drawn(first, { excluded: [{ member: served.rows[0]?.member ?? '', reason: 'STRUCK' }] }),
      served,
    ],
    ['somebody struck who is not left out', 'Left out', drawn(withExclusions, { excluded: [] }), served],
    ['no rows', 'The list', drawn(first), { ...served, rows: [] }],
  ]
  it.each(broken)('finds %s', (_, name, dispute, list) => {
    const { holds, steps } = checkDraw(dispute, list)
    expect(holds).toBe(false)
    expect(steps.find((step) => step.name === name)?.look).toBe('no')
  })

  it('leaves to the contract whether somebody passed over had a stake', () => {
    const [taken] = drawn(first).committee
    // The draw as it would have gone on without the first member.
    const seed = seedOf(first.subject as Hex, roster.root, first.block_hash as Hex)
    const { seats } = drawSeats({ seed, round: first.round, roster, m: first.m, struck: [taken?.member as Hex] })
    const committee = seats.map(({ row, attempt }, seat) => ({ seat, member: row.member, attempt }))
    const onChain = checkDraw(drawn(first, { committee }), served)
    expect(onChain.holds).toBe(true)
    expect(onChain.lines[0]).toMatchObject({ look: 'none', member: taken?.member })

    const atDesk = drawn(first, { committee, deal_id: null, id: first.subject })
    expect(checkDraw(atDesk, served).holds).toBe(false)
  })

  it('lets members who had voted keep their seats in the desk’s second round', () => {
    const old = roster.rows.find(({ member }) => !drawn(first).committee.some((seat) => seat.member === member))
    const seed = seedOf(first.subject as Hex, roster.root, first.block_hash as Hex)
    const { seats } = drawSeats({
      seed,
      round: 1,
      roster,
      m: 3,
      struck: [],
      seated: [old?.member as Hex],
    })
    const committee = [
      { seat: 0, member: old?.member ?? '', attempt: 0 },
      ...seats.map(({ row, attempt }, i) => ({ seat: i + 1, member: row.member, attempt })),
    ]
    const over = { deal_id: null, id: first.subject, round: 1, m: 3, committee }
    const { holds, steps } = checkDraw(drawn(first, over), served)
    expect(steps.at(-1)?.says).toBe('2 are those whom the draw gives; 1 kept their seat from the first round.')
    expect(holds).toBe(true)
    expect(checkDraw(drawn(first, { ...over, round: 0 }), served).holds).toBe(false)
  })
})
