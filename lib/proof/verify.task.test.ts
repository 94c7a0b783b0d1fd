import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buildRoster } from '../committee/roster'
import { type Bundle, isCaseDraw, type ReceiptDraw, type Statement } from './bundle'
import type { ChainReader } from './chain-reader'
import { networkOf } from './chains'
import { pkhDid } from './did'
import { memberOf } from './did-key'
import { type Hex, keccakHex } from './hash'
import {
  CLIENT,
  EPOCH,
  hashOf,
  makeTaskBundle,
  PROVIDER,
  SECRETS,
  state,
  type TaskRecipe,
  TIED,
} from './make-task-bundle.fixture'
import { type Verdict, verdictId } from './receipt'
import { addressOf, DESK } from './sign.fixture'
import { buildStatement, statementTitle } from './statement'
import { verifyBundle, verifyBundleOnline } from './verify'

const asOf = new Date('2027-02-01T00:00:00.000Z')
const check = async (recipe: TaskRecipe) => verifyBundle((await makeTaskBundle(recipe)).bytes, { asOf, desk: DESK })
const verdictsOf = (report: Awaited<ReturnType<typeof check>>) =>
  Object.fromEntries(report.links.map(({ name, verdict }) => [name, verdict]))

const WHOLE = {
  'canonical bytes': 'proven',
  receipt: 'proven',
  countersignatures: 'proven',
  draw: 'claimed',
  seed: 'claimed',
  statements: 'proven',
  verdict: 'proven',
  'verdict anchor': 'claimed',
  inclusion: 'proven',
  seal: 'proven',
  anchor: 'claimed',
}
const EARLIER = { 'earlier verdict': 'proven', 'earlier verdict anchor': 'claimed' }

describe('a task’s bundle', () => {
  it.each<[NonNullable<TaskRecipe['ending']>, string | null, object]>([
    ['finalized', 'FINALIZED', WHOLE],
    ['failed', 'FAILED', WHOLE],
    ['expired', 'EXPIRED', { ...WHOLE, verdict: 'claimed' }],
    ['redrawn', 'FINALIZED', WHOLE],
    ['appealed', 'FINALIZED', WHOLE],
    ['upheld', 'FINALIZED', { ...WHOLE, ...EARLIER }],
    ['reversed', 'REVERSED', { ...WHOLE, ...EARLIER }],
    ['lapsed', 'FINALIZED', { ...WHOLE, ...EARLIER, verdict: 'claimed' }],
  ])('that was %s proves all but the chain and the desk’s reasons', async (ending, outcome, links) => {
    const report = await check({ ending })
    expect(verdictsOf(report)).toEqual(links)
    expect(report).toMatchObject({ exit: 0, outcome })
    expect(report.parties).toEqual([
      { role: 'client', did: CLIENT },
      { role: 'provider', did: PROVIDER },
    ])
  })

  it('says when nobody has judged yet, and when an appeal is open', async () => {
    const pending = await check({ ending: 'pending' })
    expect(pending).toMatchObject({ exit: 0, outcome: null })
    expect(pending.warnings).toContain('Not judged yet: nobody but the parties has said anything of this work.')
    expect((await check({ ending: 'appealed' })).warnings).toContain(
      'The verdict was appealed, and the appeal is not decided.',
    )
  })

  it('is claimed, not proven, to stand on the chain while its verdict is in no batch', async () => {
    const report = await check({ unanchored: true })
    expect(report.links.find(({ name }) => name === 'verdict anchor')).toMatchObject({
      verdict: 'claimed',
      detail: 'not anchored yet',
    })
  })

  it('proves an appeal too after one of those who judged first has left the roster', async () => {
    for (const ending of ['upheld', 'reversed'] as const) {
      const report = await check({ ending, departed: true })
      expect(verdictsOf(report)).toEqual({ ...WHOLE, ...EARLIER })
      expect(report.exit).toBe(0)
    }
  })

  it('is only said to be as old as it says when its verdict was timestamped days later', async () => {
    const linkAfter = async (hours: number) =>
      (await check({ change: stampedAfter(hours) })).links.find(({ name }) => name === 'verdict anchor')
    expect(await linkAfter(23)).toMatchObject({
      verdict: 'claimed',
      detail: expect.not.stringContaining('a day or more'),
    })
    expect(await linkAfter(25)).toMatchObject({ verdict: 'claimed', detail: expect.stringContaining('a day or more') })
  })

  it('says whose word it is that the draw waited for a later roster', async () => {
    const change: TaskRecipe['change'] = {
      draw: (d) => ({
        ...d,
        rosters: d.rosters.map((r) => ({ ...r, epoch: r.epoch + 5 })),
        rounds: d.rounds.map((r) => ({ ...r, roster: r.roster + 5 })),
      }),
    }
    const report = await check({ change })
    expect(report.exit).toBe(0)
    expect(report.links.find(({ name }) => name === 'draw')?.detail).toContain('no nearer hour had a roster')
  })

  it('cannot be told while nothing says where it was timestamped: a draw by any block would do', async () => {
    const report = await check({
      ending: 'pending',
      change: {
        ...inRound(0, () => ({ block_number: 77 })),
        bundle: (b) => {
          const draw = b.draw && !isCaseDraw(b.draw) ? { ...b.draw, anchored: [] } : b.draw
          return { ...b, draw, inclusion: [], anchor: { state: 'pending' } }
        },
      },
    })
    expect(report.links.find(({ name }) => name === 'seed')).toMatchObject({ verdict: 'unverifiable' })
    expect(report.exit).toBe(2)
  })

  it('is the same each time it is made', async () => {
    expect((await makeTaskBundle()).bytes).toEqual((await makeTaskBundle()).bytes)
  })

  it('does not change what bundles of challenges are: the public sample still verifies', async () => {
    const report = await verifyBundle(readFileSync('public/sample-bundle.json'), { asOf })
    expect(report.exit).toBe(0)
    expect(report.links.length).toBeGreaterThan(8)
  })
})

const other: Hex = keccakHex('other')
type Change = NonNullable<TaskRecipe['change']>
type Round = ReceiptDraw['rounds'][number]

const inRound = (index: number, change: (round: Round) => Partial<Round>): Change => ({
  draw: (draw) => ({ ...draw, rounds: draw.rounds.map((r, i) => (i === index ? { ...r, ...change(r) } : r)) }),
})
const inRoster = (change: (rows: { id: string; weight: string }[]) => { id: string; weight: string }[]): Change => ({
  draw: (draw) => ({ ...draw, rosters: draw.rosters.map((r) => ({ ...r, rows: change(r.rows) })) }),
})
const says = (what: string, change: (s: Statement) => Statement): Change => ({
  statements: (all) => all.map((s) => (s.message.statement === what ? change(s) : s)),
})
const withVerdict = (change: (v: Verdict) => Partial<Verdict>): Change => ({ verdict: (v) => ({ ...v, ...change(v) }) })
const without = (what: string): Change => ({ statements: (all) => all.filter((s) => s.message.statement !== what) })
const swapFirst = <T>([a, b, ...rest]: T[]): T[] => [b, a, ...rest].filter((one) => one !== undefined)

/** A statement nobody asked for, added after the verdict or with it. */
async function forged(
  id: string,
  role: 'client' | 'provider' | 'member',
  statement: 'AUDIT_PASS' | 'ACCEPTED',
  round = 0,
) {
  const receipt = (await makeTaskBundle()).id
  return state({}, { id, role }, buildStatement({ receipt, round, statement }))
}
const addForged = async (...of: Parameters<typeof forged>): Promise<Change> => {
  const statement = await forged(...of)
  return {
    statements: (all) => [...all, statement],
    verdict: (v) => ({ ...v, attestations: [...v.attestations, hashOf(statement)] }),
  }
}
/** The same on a chain whose blocks tell the time. */
const onBase = <T extends { anchor: { chain_id: number; eas: Hex } }>(leaf: T): T => ({
  ...leaf,
  anchor: { ...leaf.anchor, chain_id: 8453, eas: networkOf(8453)?.eas ?? leaf.anchor.eas },
})
/** The verdict's own block, so many hours after the verdict. */
const stampedAfter = (hours: number): Change => ({
  bundle: (b) => ({
    ...b,
    anchored: (b.anchored ?? []).map(onBase).map((leaf) => {
      const block_time = new Date(Date.parse(b.verdict?.finalized_at ?? '') + hours * 3_600_000).toISOString()
      return { ...leaf, anchor: { ...leaf.anchor, block_time } }
    }),
  }),
})
const stranger = [...SECRETS.keys()].at(-1) ?? ''
const drawOf = ({ draw }: Bundle): ReceiptDraw => {
  if (!draw || isCaseDraw(draw)) throw new Error('no draw')
  return draw
}
const seated = drawOf((await makeTaskBundle()).bundle).rounds[0]?.seats ?? []
const redrawn = drawOf((await makeTaskBundle({ ending: 'redrawn' })).bundle)
const [firstSeats, secondSeats] = redrawn.rounds.map(({ seats }) => seats.map(({ member }) => member))
const replaced =
  redrawn.rosters[0]?.rows.find(({ id }) => firstSeats?.includes(memberOf(id)) && !secondSeats?.includes(memberOf(id)))
    ?.id ?? ''
const seatedBefore = { member: seated[0]?.member ?? '0x', attempt: 0 }

/** What a dishonest desk could make: one lie, and everything after it hashed and sealed as usual. */
const LIES: [what: string, link: string, change: Change, recipe?: TaskRecipe][] = [
  [
    'one party under two roles',
    'receipt',
    {
      receipt: (r) => ({
        ...r,
        parties: r.parties.map((p) => ({ ...p, did: CLIENT })),
        task: { ...r.task, agent_did: CLIENT },
      }),
    },
  ],
  [
    'parties that are not those of the task',
    'receipt',
    { receipt: (r) => ({ ...r, task: { ...r.task, agent_did: pkhDid(31337, addressOf('stranger')) } }) },
  ],
  ['a quorum that is no majority', 'receipt', { receipt: (r) => ({ ...r, quorum: { ...r.quorum, k: 1, m: 3 } }) }],
  ['an outcome of a challenge', 'receipt', { receipt: (r) => ({ ...r, outcome: 'FULFILLED' }) }],
  ['a hash of another signature', 'countersignatures', { receipt: (r) => ({ ...r, signature_hashes: [other] }) }],
  [
    'no signature of the provider',
    'countersignatures',
    { statements: (all) => all.filter(({ role }) => role !== 'provider') },
  ],
  ['the countersignatures swapped', 'countersignatures', { statements: swapFirst }],
  [
    'a countersignature of another receipt',
    'countersignatures',
    { statement: (m) => (m.statement === 'COUNTERSIGNED' ? { ...m, receipt: other } : m) },
  ],
  [
    'a countersignature altered',
    'countersignatures',
    says('COUNTERSIGNED', (s) => ({ ...s, message: { ...s.message, round: 0, evidenceHash: other } })),
  ],
  [
    'a countersignature with a score',
    'countersignatures',
    { statement: (m) => (m.statement === 'COUNTERSIGNED' ? { ...m, score: 1 } : m) },
  ],

  [
    'a statement about another receipt',
    'statements',
    { statement: (m, by) => (by === 'client' && m.statement === 'ACCEPTED' ? { ...m, receipt: other } : m) },
  ],
  [
    'a statement under another title',
    'statements',
    { statement: (m) => (m.statement === 'ACCEPTED' ? { ...m, title: statementTitle('REJECTED') } : m) },
  ],
  [
    'a score above one',
    'statements',
    { statement: (m) => (m.statement === 'AUDIT_PASS' ? { ...m, score: 11_000 } : m) },
  ],
  [
    'a statement nobody can make',
    'statements',
    { statement: (m) => (m.statement === 'ACCEPTED' ? { ...m, statement: 'BEST', title: statementTitle('BEST') } : m) },
  ],
  ['a member who was not drawn', 'statements', await addForged(stranger, 'member', 'AUDIT_PASS')],
  ['the excluded one who speaks', 'statements', await addForged(TIED, 'member', 'AUDIT_PASS')],
  ['the provider as a member', 'statements', await addForged(PROVIDER, 'member', 'AUDIT_PASS')],
  ['the provider as the client', 'statements', await addForged(PROVIDER, 'client', 'ACCEPTED')],
  ['a member as the client', 'statements', says('AUDIT_PASS', (s) => ({ ...s, role: 'client' }))],
  ['a member who says two things', 'statements', { statements: (all) => [...all, ...all.slice(-1)] }],
  [
    'a member of the first round who speaks after being replaced',
    'statements',
    await addForged(replaced, 'member', 'AUDIT_PASS', 1),
    { ending: 'redrawn' },
  ],

  ['a draw for another receipt', 'draw', { draw: (d) => ({ ...d, receipt: other }) }],
  ['seats swapped', 'draw', inRound(0, ({ seats }) => ({ seats: swapFirst(seats) }))],
  [
    'a seat for somebody else',
    'draw',
    inRound(0, ({ seats }) => ({
      seats: seats.map((s, i) => (i === 0 ? { ...s, member: addressOf('stranger') } : s)),
    })),
  ],
  [
    'a seat by another attempt',
    'draw',
    inRound(0, ({ seats }) => ({ seats: seats.map((s) => ({ ...s, attempt: s.attempt + 1 })) })),
  ],
  ['a seat too few', 'draw', inRound(0, ({ seats }) => ({ seats: seats.slice(1) }))],
  ['a committee of another size', 'draw', inRound(0, () => ({ k: 1, m: 1 }))],
  ['a smaller majority', 'draw', inRound(0, () => ({ k: 1 }))],
  ['another seed', 'draw', inRound(0, () => ({ seed: other }))],
  ['another block', 'draw', inRound(0, () => ({ block_hash: other }))],
  ['a weight changed', 'draw', inRoster((rows) => rows.map((r, i) => (i === 3 ? { ...r, weight: '1' } : r)))],
  ['a roster row more', 'draw', inRoster((rows) => [...rows, { id: addressOf('stranger'), weight: '9000' }])],
  ['a roster row twice', 'draw', inRoster((rows) => [...rows, ...rows.slice(0, 1)])],
  [
    'a total that does not add up',
    'draw',
    { draw: (d) => ({ ...d, rosters: d.rosters.map((r) => ({ ...r, total_weight: '1' })) }) },
  ],
  ['no roster for the round', 'draw', inRound(0, () => ({ roster: 7 }))],
  [
    'a member left out who was seated',
    'draw',
    inRound(0, ({ excluded }) => ({
      excluded: [...excluded, { member: seatedBefore.member, reason: 'SAME_ORGANIZATION' }],
    })),
  ],
  ['nobody left out though somebody was', 'draw', inRound(1, () => ({ excluded: [] })), { ending: 'redrawn' }],
  ['a round left out', 'draw', { draw: (d) => ({ ...d, rounds: d.rounds.slice(1) }) }, { ending: 'redrawn' }],
  [
    'a redraw that replaces who has spoken',
    'draw',
    inRound(1, ({ seats }) => ({ seats: swapFirst(seats) })),
    { ending: 'redrawn' },
  ],
  ['two first draws', 'draw', inRound(1, () => ({ kind: 'DRAW' })), { ending: 'redrawn' }],
  [
    'the first judges in the appeal',
    'draw',
    inRound(1, ({ excluded }) => ({ excluded: excluded.slice(0, 1) })),
    { ending: 'upheld' },
  ],
  [
    'an appeal before fewer',
    'draw',
    inRound(1, ({ seats }) => ({ k: 2, m: 3, seats: seats.slice(0, 3) })),
    { ending: 'upheld' },
  ],

  ['a draw by a later block', 'seed', inRound(0, ({ block_number }) => ({ block_number: block_number + 1 }))],
  [
    'a roster nobody timestamped',
    'seed',
    { draw: (d) => ({ ...d, anchored: d.anchored.filter(({ kind }) => kind !== 'roster') }) },
  ],
  [
    'a receipt timestamped nowhere',
    'seed',
    { draw: (d) => ({ ...d, anchored: d.anchored.filter(({ kind }) => kind !== 'receipt') }) },
  ],
  [
    'a roster made after the draw',
    'seed',
    {
      draw: (d) => ({
        ...d,
        anchored: d.anchored.map((l) =>
          l.kind === 'roster' ? { ...l, anchor: { ...l.anchor, block_number: 20_400_000 } } : l,
        ),
      }),
    },
  ],
  [
    'a Merkle proof of a roster cut short',
    'seed',
    { draw: (d) => ({ ...d, anchored: d.anchored.map((l) => ({ ...l, proof: [] })) }) },
  ],
  ['a block of another chain', 'seed', inRound(0, () => ({ chain_id: 1 }))],
  ['a later round by an earlier block', 'seed', inRound(1, () => ({ block_number: 1 })), { ending: 'redrawn' }],

  ['passes below k', 'verdict', { ...without('AUDIT_PASS'), ...withVerdict(() => ({ attestations: [] })) }],
  ['a verdict of FAILED in spite of the passes', 'verdict', withVerdict(() => ({ status: 'FAILED' }))],
  [
    'a verdict of FINALIZED in spite of the fails',
    'verdict',
    withVerdict(() => ({ status: 'FINALIZED' })),
    { ending: 'failed' },
  ],
  ['a verdict that its time ran out, in spite of the passes', 'verdict', withVerdict(() => ({ status: 'EXPIRED' }))],
  ['a verdict of another receipt', 'verdict', withVerdict(() => ({ receipt: other }))],
  ['a verdict by statements that are not there', 'verdict', withVerdict(() => ({ attestations: [other] }))],
  [
    'a verdict that leaves a statement out',
    'verdict',
    withVerdict(({ attestations }) => ({ attestations: attestations.slice(1) })),
  ],
  ['a verdict of another round', 'verdict', withVerdict(() => ({ round: 9 }))],
  ['a verdict older than its receipt', 'verdict', withVerdict(() => ({ finalized_at: '2026-11-01T00:00:00.000Z' }))],
  ['a reversal without an appeal', 'verdict', withVerdict(() => ({ status: 'REVERSED' }))],
  [
    'a reversal by members who agreed',
    'verdict',
    withVerdict(({ round }) => (round === 1 ? { status: 'REVERSED' } : {})),
    { ending: 'upheld' },
  ],
  [
    'an appeal upheld by members who did not agree',
    'verdict',
    withVerdict(({ round }) => (round === 1 ? { status: 'FINALIZED' } : {})),
    { ending: 'reversed' },
  ],
  [
    'a reversal without what it reverses',
    'verdict',
    { bundle: ({ earlier_verdicts: _, ...b }) => ({ ...b, anchored: b.anchored?.slice(1) ?? [] }) },
    { ending: 'reversed' },
  ],
  ['a Merkle proof of a verdict nobody made', 'verdict', { bundle: (b) => ({ ...b, verdict: null }) }],
  [
    'a verdict that is not under its root',
    'verdict anchor',
    { bundle: (b) => ({ ...b, anchored: (b.anchored ?? []).map((l) => ({ ...l, proof: [] })) }) },
  ],
  [
    'a verdict from before its receipt was timestamped',
    'verdict',
    {
      draw: (d) => ({ ...d, anchored: d.anchored.map(onBase) }),
      ...withVerdict(() => ({ finalized_at: '2026-12-02T08:49:00.000Z' })),
    },
  ],
  ['a verdict timestamped before it was made', 'verdict anchor', stampedAfter(-1)],
  [
    'a roster of another year',
    'draw',
    {
      draw: (d) => ({
        ...d,
        rosters: d.rosters.map((r) => ({ ...r, epoch: r.epoch - 26 })),
        rounds: d.rounds.map((r) => ({ ...r, roster: r.roster - 26 })),
      }),
    },
  ],
  [
    'a roster from after the receipt had expired',
    'draw',
    {
      draw: (d) => ({
        ...d,
        rosters: d.rosters.map((r) => ({ ...r, epoch: r.epoch + 170 })),
        rounds: d.rounds.map((r) => ({ ...r, roster: r.roster + 170 })),
      }),
    },
  ],
  [
    'somebody left out of the first draw for having judged',
    'draw',
    inRound(0, ({ excluded }) => ({ excluded: excluded.map((one) => ({ ...one, reason: 'FIRST_COMMITTEE' })) })),
  ],
  [
    'somebody left out of the appeal for having judged, who did not',
    'draw',
    inRound(1, ({ excluded }) => ({ excluded: excluded.map((one) => ({ ...one, reason: 'FIRST_COMMITTEE' })) })),
    { ending: 'upheld' },
  ],
  [
    'an appeal before the older of two rosters',
    'draw',
    {
      draw: (d) => ({
        ...d,
        rosters: d.rosters.map((r, i) => (i === 1 ? { ...r, epoch: EPOCH - 1 } : r)),
        rounds: d.rounds.map((r, i) => (i === 1 ? { ...r, roster: EPOCH - 1 } : r)),
      }),
    },
    { ending: 'upheld', departed: true },
  ],
  [
    'a verdict changed after it was timestamped',
    'verdict',
    { bundle: (b) => ({ ...b, verdict: b.verdict && { ...b.verdict, finalized_at: '2027-01-01T00:00:00.000Z' } }) },
  ],
]

describe('a lie', () => {
  it.each(LIES)('in the form of %s breaks %s', async (_, link, change, recipe) => {
    const report = await check({ ...recipe, change })
    expect(report.links.filter(({ name }) => name === link).map(({ verdict }) => verdict)).toContain('broken')
    expect(report.exit).toBe(1)
  })

  it('in a statement altered after it was signed is never proven: a wallet contract could say so, a key cannot', async () => {
    const change = says('AUDIT_PASS', (s) => ({ ...s, message: { ...s.message, score: 10_000 } }))
    const report = await check({ change, ending: 'upheld' })
    expect(report.links.find(({ name }) => name === 'statements')).toMatchObject({ verdict: 'broken' })
    expect(report.exit).toBe(1)
    expect((await check({ change })).exit).toBeGreaterThan(0)
  })

  it('in a byte of what is sealed is seen by the seal', async () => {
    const { bytes } = await makeTaskBundle()
    const text = new TextDecoder().decode(bytes).replace('"score":9000', '"score":9001')
    const report = await verifyBundle(text, { asOf, desk: DESK })
    expect(report.links.find(({ name }) => name === 'seal')).toMatchObject({ verdict: 'broken' })
  })
})

describe('a statement by a wallet contract', () => {
  const RECEIPT_BLOCK = 20_301_000
  const VERDICT_BLOCK = 20_302_000
  /** A member's wallet took this owner only after the receipt was timestamped. */
  const signedByContract = says('AUDIT_PASS', (s) =>
    s.signer.startsWith('did:') ? s : { ...s, signature: `0x${'12'.repeat(65)}` },
  )
  const asNamed: Change = {
    ...signedByContract,
    bundle: (b) => {
      const hashes = b.statements.flatMap((s) => (s.message.statement === 'AUDIT_PASS' ? [hashOf(s)] : []))
      const verdict = b.verdict && { ...b.verdict, attestations: hashes }
      const anchored = (b.anchored ?? []).map((leaf) => ({
        ...leaf,
        id: verdict ? verdictId(verdict) : leaf.id,
        proof: [],
      }))
      return { ...b, verdict, anchored }
    },
  }
  const statementsAt = async (accepts: (block: number | undefined) => 'yes' | 'no' | 'no contract') => {
    const reader = {
      chainId: 31337,
      accepts: async ({ blockNumber }: { blockNumber?: number }) => accepts(blockNumber),
      timestampOf: async () => 0n,
      blockHashAt: async () => null,
    } as unknown as ChainReader
    const { bundle, bytes } = await makeTaskBundle({ change: asNamed })
    expect(bundle.statements.some(({ signature }) => signature.startsWith('0x1212'))).toBe(true)
    const report = await verifyBundleOnline(bytes, { asOf, desk: DESK, chains: [reader] })
    return report.links.find(({ name }) => name === 'statements')
  }

  it('is asked for where the verdict stands, not where the receipt does', async () => {
    const link = await statementsAt((block) => (block === VERDICT_BLOCK ? 'yes' : 'no'))
    expect(link).not.toMatchObject({ verdict: 'broken' })
    expect(await statementsAt((block) => (block === RECEIPT_BLOCK ? 'yes' : 'no'))).not.toMatchObject({
      verdict: 'proven',
    })
  })

  it('that it refuses there may have been made before: only that there is no wallet at all breaks it', async () => {
    expect(await statementsAt(() => 'no')).toMatchObject({ verdict: 'unverifiable' })
    expect(await statementsAt(() => 'no contract')).toMatchObject({ verdict: 'broken' })
  })
})

describe('a draw of endless attempts', () => {
  it('is not repeated, and nobody waits for it', async () => {
    const heavy = { id: addressOf('stranger'), weight: '9'.repeat(70) }
    const change: Change = {
      draw: (draw) => {
        const rows = [...(draw.rosters[0]?.rows ?? []), heavy]
        const roster = buildRoster(rows.map(({ id, weight }) => ({ id, weight: BigInt(weight) })))
        return {
          ...draw,
          rosters: [{ epoch: EPOCH, root: roster.root, total_weight: String(roster.totalWeight), rows }],
          rounds: draw.rounds.map((round) => ({
            ...round,
            excluded: [...round.excluded, { member: addressOf('stranger'), reason: 'STRUCK' }],
          })),
        }
      },
    }
    const { bytes } = await makeTaskBundle({ change, ending: 'upheld' })
    const started = performance.now()
    const report = await verifyBundle(bytes, { asOf, desk: DESK })
    expect(report.links.find(({ name }) => name === 'draw')).toMatchObject({ verdict: 'unverifiable' })
    expect(report.exit).not.toBe(0)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
