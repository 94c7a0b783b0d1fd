import { appealSize, countToDraw, type DrawnRound, type RoundToDraw, repeatRound } from '../../committee/repeat-round'
import { buildRoster, type Roster } from '../../committee/roster'
import type { BundledRoster, ReceiptDraw } from '../bundle'
import { memberOf } from '../did-key'
import type { Hex } from '../hash'
import { verifyInclusion } from '../merkle'
import { broken, claimed, type Finding, type Link, linkOf, rules, unverifiable } from '../report'
import { checkTimestamp } from './anchor'
import { checkBlock } from './committee'
import { type TaskFacts, type TaskRound, trialOf } from './task-facts'

/** The seed of the first draw comes from so many blocks after the one that holds the receipt and its roster. */
const BLOCKS_AFTER = 2
const HOUR_MS = 3_600_000
/** A roster is drawn from for a day; a receipt waits a week for one with enough members. An hour more for two clocks. */
const HOURS_KEPT = 25
const HOURS_WAITED = 7 * 24 + 1
/** So many attempts of a round are repeated: far more than a draw takes, and no file keeps its reader busy. */
const MOST_ATTEMPTS = 10_000

/** A round as the desk tells it, and as it must be: null when that cannot be drawn. */
export type RepeatedRound = {
  told: TaskRound
  drawn: DrawnRound | null
  /** It takes more attempts than are repeated here. */
  isEndless: boolean
}

/** The draw, repeated: the rosters from their rows, each round's seed from its block, each seat from its attempt. */
export function checkTaskDraw(facts: TaskFacts, draw: ReceiptDraw): Link {
  return repeatDraw(facts, draw).link
}

/** The same, with every round drawn again. */
export function repeatDraw(facts: TaskFacts, draw: ReceiptDraw): { link: Link; rounds: RepeatedRound[] } {
  const last = draw.rounds.at(-1)
  const rosters = new Map(draw.rosters.map((roster) => [roster.epoch, readRoster(roster)]))
  const leftOut = new Set(draw.rounds.flatMap(({ excluded }) => excluded.flatMap(toForeign(facts))))
  const membersOf = ({ roster }: TaskRound) => {
    const known = rosters.get(roster)
    return new Set(typeof known === 'object' ? known.rows.map(({ member }) => member) : [])
  }
  const rounds = draw.rounds.map((told, index): RepeatedRound => {
    const roster = rosters.get(told.roster)
    const before = draw.rounds[index - 1]
    const drawn = typeof roster === 'object' ? drawAgain(facts, draw, roster, told, before) : null
    return drawn === 'endless' ? { told, drawn: null, isEndless: true } : { told, drawn, isEndless: false }
  })
  const findings = [
    ...rules([
      [draw.receipt === facts.receiptId, 'the committee was drawn for another receipt'],
      [draw.rounds.every(({ round }, index) => round === index), 'a round is left out'],
      [isInOrder(draw), 'its rounds do not follow each other as they must'],
      [rosters.size === draw.rosters.length, 'a roster is there twice'],
    ]),
    ...[...rosters.values()].flatMap((roster) => (typeof roster === 'string' ? [broken(roster)] : [])),
    ...rounds.flatMap(({ told, drawn, isEndless }, index) => [
      ...(drawn ? compare(told, drawn) : [isEndless ? tooLong(told) : undrawable(told)]),
      ...aboutBefore(draw, told, draw.rounds[index - 1], membersOf(told)),
    ]),
    ...aboutHours(facts, draw),
    ...(leftOut.size > 0 ? [claimed(`${sayMany(leftOut.size)} left out, for reasons the desk gives`)] : []),
  ]
  const says = `${last?.seats.length} seats of round ${last?.round} follow from its block and roster`
  return { link: linkOf('draw', findings, says), rounds }
}

const tooLong = ({ round }: TaskRound) => unverifiable(`round ${round} takes too many attempts to repeat here`)
const undrawable = ({ round }: TaskRound) => broken(`round ${round} cannot be drawn from what is here`)

const sayMany = (count: number) => (count === 1 ? 'one of the roster was' : `${count} of the roster were`)

/** Left out for another reason than one this file shows: being a party, or having sat already. */
const toForeign =
  ({ client, provider }: TaskFacts) =>
  ({ member, reason }: { member: Hex; reason: string }): Hex[] =>
    reason === 'FIRST_COMMITTEE' || member === memberOf(client) || member === memberOf(provider) ? [] : [member]

function readRoster({ rows, root, total_weight }: BundledRoster): Roster | string {
  try {
    const roster = buildRoster(rows.map(({ id, weight }) => ({ id, weight: BigInt(weight) })))
    if (roster.root !== root) return 'the rows of a roster do not give its root'
    return roster.totalWeight.toString() === total_weight ? roster : 'the weights of a roster do not add up'
  } catch {
    return 'a roster has a row twice, or one without weight'
  }
}

/** A draw, once again for silent seats; then an appeal, once again for its silent seats. */
function isInOrder({ rounds }: ReceiptDraw): boolean {
  return /^DRAW(,REDRAW)?(,APPEAL(,REDRAW)?)?$/.test(rounds.map(({ kind }) => kind).join())
}

/** What the round must be, from everything but what the desk says it is. */
function drawAgain(
  facts: TaskFacts,
  draw: ReceiptDraw,
  roster: Roster,
  round: TaskRound,
  before: TaskRound | undefined,
): DrawnRound | 'endless' | null {
  const { k, m } = facts.receipt.quorum
  const first = draw.rounds[0]
  const wanted = round.kind === 'DRAW' ? { k, m } : round.kind === 'APPEAL' ? appealSize(first?.m ?? m) : before
  const judged = facts.bundle.statements.flatMap(({ message, signer }) =>
    message.statement.startsWith('AUDIT_') && message.round < round.round ? [memberOf(signer)] : [],
  )
  const again: RoundToDraw = {
    subject: facts.receiptId,
    round: round.round,
    kind: round.kind,
    roster,
    wanted: { k: wanted?.k ?? k, m: wanted?.m ?? m },
    barred: [...round.excluded.map(({ member }) => member), memberOf(facts.client), memberOf(facts.provider)],
    blockHash: round.block_hash,
    before: before?.seats ?? [],
    judged: new Set(judged),
    most: MOST_ATTEMPTS,
  }
  const drawn = repeatRound(again)
  if (!drawn) return null
  const fresh = drawn.seats.filter(({ member }) => !again.before.some((seat) => seat.member === member))
  return fresh.length < countToDraw(again, drawn.m) ? 'endless' : drawn
}

function compare(round: TaskRound, drawn: DrawnRound): Finding[] {
  const said = (seats: readonly { member: Hex; attempt: number }[]) => seats.map((s) => `${s.member} ${s.attempt}`)
  return rules([
    [round.seed === drawn.seed, `the seed of round ${round.round} is another`],
    [round.k === drawn.k && round.m === drawn.m, `the committee of round ${round.round} is of another size`],
    [
      said(round.seats).join() === said(drawn.seats).join(),
      `the seats of round ${round.round} are not those the draw gives`,
    ],
  ])
}

/** Silent seats are drawn from the same roster; an appeal is judged by nobody who judged before. */
function aboutBefore(
  draw: ReceiptDraw,
  round: TaskRound,
  before: TaskRound | undefined,
  listed: ReadonlySet<Hex>,
): Finding[] {
  const excluded = round.excluded.map(({ member }) => member)
  if (round.kind === 'REDRAW') {
    return rules([
      [round.roster === before?.roster, `round ${round.round} is drawn from another roster`],
      [
        excluded.join() === before?.excluded.map(({ member }) => member).join(),
        `others are left out of round ${round.round} than before`,
      ],
    ])
  }
  const sat = new Set(
    draw.rounds.filter((one) => one.round < round.round).flatMap(({ seats }) => seats.map(({ member }) => member)),
  )
  const isJudged = ({ member, reason }: { member: Hex; reason: string }) =>
    reason !== 'FIRST_COMMITTEE' || sat.has(member)
  return rules([
    [round.excluded.every(isJudged), `somebody is left out of round ${round.round} for having judged, and never sat`],
    [
      // Whoever has left the roster since cannot be drawn, and need not be left out.
      round.kind === 'DRAW' || [...sat].every((member) => excluded.includes(member) || !listed.has(member)),
      'somebody of the first committee could judge the appeal',
    ],
  ])
}

/** The randomness: blocks nobody could know when the receipt and the roster were timestamped. A node proves their hashes. */
export async function checkTaskSeed(facts: TaskFacts, draw: ReceiptDraw): Promise<Link> {
  const stamps = await Promise.all(draw.anchored.map(({ anchor }) => checkTimestamp(anchor, facts.means)))
  const blocks = await Promise.all(draw.rounds.map((round) => checkBlock(facts.means, round)))
  const findings = [...aboutAnchored(facts, draw), ...stamps.flat(), ...blocks.flat(), ...aboutLater(facts, draw)]
  return linkOf('seed', findings, 'the blocks the draws rest on are on the chain')
}

function aboutAnchored({ receiptId, bundle }: TaskFacts, draw: ReceiptDraw): Finding[] {
  const { anchored, rounds, rosters } = draw
  const isStanding = anchored.some(({ kind, id }) => kind === 'receipt' && id === receiptId)
  const isOpen = !isStanding && bundle.anchor.state === 'pending'
  const open = unverifiable('where the receipt was timestamped is not said: the block it was drawn by could be any')

  const blockOf = (kind: string, id: Hex) =>
    anchored.find((leaf) => leaf.kind === kind && leaf.id === id)?.anchor.block_number ?? Number.NaN
  const receiptBlock = blockOf('receipt', receiptId)
  const rosterBlock = ({ roster }: TaskRound) =>
    blockOf('roster', rosters.find(({ epoch }) => epoch === roster)?.root ?? '0x')
  return [
    ...(isOpen ? [open] : []),
    ...rules([
      [
        anchored.every(({ kind, id, proof, anchor }) => verifyInclusion(anchor.root, kind, id, proof)),
        'a Merkle proof of the draw does not lead to its root',
      ],
      [
        anchored.every(({ anchor }) => rounds.every(({ chain_id }) => chain_id === anchor.chain_id)),
        'the draw rests on a block of another chain',
      ],
      [
        isOpen ||
          rounds.every(
            (round) =>
              round.kind !== 'DRAW' || round.block_number === Math.max(receiptBlock, rosterBlock(round)) + BLOCKS_AFTER,
          ),
        'the first draw does not rest on the second block after the receipt and its roster were timestamped',
      ],
      [
        rounds.every(
          (round) => round.block_number > rosterBlock(round) || (isOpen && Number.isNaN(rosterBlock(round))),
        ),
        'a roster was not timestamped before it was drawn from',
      ],
    ]),
  ]
}

/** A desk draws from the roster of the hour, or while it waits for more members from one of the week that follows. */
function aboutHours({ receipt }: TaskFacts, { rounds }: ReceiptDraw): Finding[] {
  const hour = Math.floor(Date.parse(receipt.issued_at) / HOUR_MS)
  const drawn = rounds.find(({ kind }) => kind === 'DRAW')?.roster ?? Number.NaN
  const appealed = rounds.find(({ kind }) => kind === 'APPEAL')?.roster ?? drawn
  const isUsual = drawn === hour || drawn === hour - 1
  return [
    ...rules([
      [
        drawn >= hour - HOURS_KEPT && drawn <= hour + HOURS_WAITED,
        'the first committee was drawn from a roster of another time than the receipt',
      ],
      [appealed >= drawn, 'the appeal was drawn from an older roster than the first committee'],
    ]),
    ...(isUsual ? [] : [claimed('that no nearer hour had a roster of enough members is the desk’s word')]),
  ]
}

/** Later rounds rest on later blocks. That such a block did not exist when the round opened is the desk’s word. */
function aboutLater(facts: TaskFacts, { rounds }: ReceiptDraw): Finding[] {
  const later = rounds.slice(1)
  const grows = rounds.every((round, i) => i === 0 || round.block_number > (rounds[i - 1]?.block_number ?? 0))
  const trials = new Set(later.map(({ round }) => trialOf(facts, round)))
  return [
    ...rules([[grows, 'a later round rests on an earlier block']]),
    ...(trials.size > 0 ? [claimed('when the later rounds were opened, before their blocks, is the desk’s word')] : []),
  ]
}
