import { countEligible, drawnNumber, drawSeats, fitCommittee, rowAt, seedOf } from '../../committee/draw'
import { buildRoster, type Roster } from '../../committee/roster'
import { type BundledDraw, isCaseDraw } from '../bundle'
import { type Hex, ZERO_HASH } from '../hash'
import { verifyInclusion } from '../merkle'
import { caseId } from '../receipt'
import { broken, claimed, type Finding, type Link, linkOf, proven, rules, unverifiable } from '../report'
import { checkTimestamp } from './anchor'
import { type Facts, type Means, readerFor } from './facts'

type Round = BundledDraw['rounds'][number]
type Block = Pick<Round, 'chain_id' | 'block_number' | 'block_hash'>

/** The seed of an unbonded case comes from so many blocks after the one it stands in. */
const BLOCKS_AFTER = 2
/** So many attempts are repeated, over all rounds: far more than a draw takes, and no file keeps its reader busy for days. */
const MOST_ATTEMPTS = 10_000

/** What a panel decided: the dispute itself, how its members were drawn, and the blocks the draw rests on. */
export async function checkCommittee(facts: Facts): Promise<Link[]> {
  const { bundle, receipt } = facts
  const odd = rules([
    [bundle.verdict === null && !bundle.earlier_verdicts && !bundle.anchored, 'a challenge ends without a verdict'],
    [!bundle.draw || isCaseDraw(bundle.draw), 'the draw is not that of a dispute'],
  ])
  if (odd.length > 0) return [linkOf('verdict', odd, '')]

  const draw = bundle.draw && isCaseDraw(bundle.draw) ? bundle.draw : null
  if (!draw) {
    if (!receipt.case) return []
    const missing = rules([[receipt.case.votes.length === 0, 'the dispute the receipt names is not in this file']])
    return [linkOf('case', [...missing, claimed('the desk knows this dispute by its hash on chain only')], '')]
  }
  return [
    checkCase(facts, draw),
    linkOf('draw', checkDraw(facts, draw), sayDraw(draw)),
    linkOf('seed', await checkSeed(facts, draw), 'the blocks the draws rest on are on the chain'),
  ]
}

/** What the panel voted about, and under which id: the deal's, or of an unbonded dispute its own. */
export function subjectOf({ dealId }: Facts, draw: BundledDraw): Hex {
  return dealId ?? caseId(draw.case)
}

function checkCase({ receipt, dealId }: Facts, draw: BundledDraw): Link {
  const id = caseId(draw.case)
  const findings = rules([
    [receipt.quorum.kind === 'committee', 'a panel is named, and it did not decide'],
    [receipt.case?.id === id, 'the dispute is not the one the receipt names'],
    [draw.case.final === receipt.commitments.final_hash, 'the dispute is about other intents'],
    [draw.case.deal === (dealId ?? ZERO_HASH), 'the dispute is about another deal'],
    [receipt.parties.some(({ did }) => did === draw.case.opener), 'the dispute was not opened by a party'],
  ])
  return linkOf('case', findings, `its hash is ${id}`)
}

function sayDraw({ rounds, roster }: BundledDraw): string {
  const last = rounds.at(-1)
  const seats = `${last?.seats.length} seats of round ${last?.round}`
  return `${seats} follow from roster ${roster.epoch} (${roster.root}) and the hash of block ${last?.block_number}`
}

/** The draw, repeated: the roster from its rows, each seed from its block, each seat from its attempt. */
function checkDraw(facts: Facts, draw: BundledDraw): Finding[] {
  let roster: Roster
  try {
    roster = buildRoster(draw.roster.rows.map(({ id, weight }) => ({ id, weight: BigInt(weight) })))
  } catch {
    return [broken('the roster has a row twice, or one without weight')]
  }
  return [
    ...rules([
      [roster.root === draw.roster.root, 'the rows of the roster do not give its root'],
      [roster.totalWeight.toString() === draw.roster.total_weight, 'the weights of the roster do not add up'],
      [draw.rounds.every(({ round }, index) => round === index + (draw.rounds[0]?.round ?? 0)), 'a round is left out'],
      [draw.k > 0 && draw.k <= draw.m && 2 * draw.k > draw.m, 'k of m is no majority'],
    ]),
    ...aboutTerms(facts, draw),
    ...(facts.dealId ? [] : aboutOwnDraw(facts, draw, roster)),
    ...checkRounds(facts, draw, roster),
  ]
}

function checkRounds(facts: Facts, draw: BundledDraw, roster: Roster): Finding[] {
  const attempts = draw.rounds.reduce((sum, { seats }) => sum + attemptsOf(seats), 0)
  if (attempts > MOST_ATTEMPTS) return [unverifiable(`it took ${attempts} attempts, too many to repeat here`)]
  return draw.rounds.flatMap((round, index) => checkRound(facts, draw, roster, round, draw.rounds[index - 1]))
}

/** Up to the one that drew the last of these. */
function attemptsOf(seats: Round['seats']): number {
  return Math.max(-1, ...seats.map(({ attempt }) => attempt)) + 1
}

/**
 * Without a deal the size of the panel stands in the signed text, smaller only when too few could be drawn; who was left
 * out, for having been struck or for ties to a party, is the desk's word.
 */
function aboutOwnDraw(facts: Facts, draw: BundledDraw, roster: Roster): Finding[] {
  const { intents } = facts.bundle
  const parties = [...facts.accounts.values()].map(({ address }) => address)
  const leftOut = draw.excluded.filter(({ member }) => !parties.includes(member))
  const barred = [...draw.excluded.map(({ member }) => member), ...parties]
  const fits = (resolution: string) => {
    const [, k, m] = PANEL_WORDS.exec(resolution) ?? []
    const fitted = m ? fitCommittee(countEligible(roster, barred), { k: Number(k), m: Number(m) }) : null
    return fitted?.k === draw.k && fitted.m === draw.m
  }
  const size = Array.isArray(intents)
    ? rules([[intents.every(({ message }) => fits(message.resolution)), 'the parties signed a panel of another size']])
    : [claimed('redacted: how large the panel was to be stands in the terms')]
  const word = leftOut.length === 1 ? 'one of the roster was' : `${leftOut.length} of the roster were`
  return [...size, ...(leftOut.length > 0 ? [claimed(`${word} left out, for reasons the desk gives`)] : [])]
}

/** As `resolutionLine` writes them (lib/challenge/terms-lines.ts). */
const PANEL_WORDS = /\b(\d{1,3}) of a panel of (\d{1,3}) agree\b/

/** Both signed the roster itself: its root stands in the text of their intents, and in the deal. */
function aboutTerms({ bundle, accounts }: Facts, draw: BundledDraw): Finding[] {
  const { deal, intents } = bundle
  const signed = Array.isArray(intents)
    ? rules([
        [
          intents.every(({ message }) => message.resolution.includes(draw.roster.root)),
          'the parties signed another roster',
        ],
      ])
    : []
  const excluded = draw.excluded.map(({ member }) => member)
  if (!deal) {
    const first = draw.rounds[0]
    return [...signed, ...rules([[first?.round === 0, 'the first round is left out']])]
  }
  const { panel, creator, counterparty } = deal.document
  const barred = [...panel.struck, creator, counterparty]
  return [
    ...signed,
    ...rules([
      [panel.root === draw.roster.root, 'the deal names another roster'],
      [panel.totalWeight === draw.roster.total_weight, 'the deal names another total weight'],
      [panel.k === draw.k && panel.m === draw.m, 'the deal names a panel of another size'],
      [excluded.every((member) => barred.includes(member)), 'somebody is left out whom the deal does not bar'],
      [accounts.size === 2, 'a panel judges between two'],
    ]),
  ]
}

function checkRound(
  facts: Facts,
  draw: BundledDraw,
  roster: Roster,
  round: Round,
  before: Round | undefined,
): Finding[] {
  const subject = subjectOf(facts, draw)
  const seedFindings = rules([
    [round.seed === seedOf(subject, roster.root, round.block_hash), `the seed of round ${round.round} is another`],
  ])
  const barred = new Set<Hex>([
    ...draw.excluded.map(({ member }) => member),
    ...(facts.bundle.deal?.document.panel.struck ?? []),
    ...[...facts.accounts.values()].map(({ address }) => address),
  ])
  const seats = facts.dealId
    ? checkChainSeats(draw, roster, round, barred)
    : checkDeskSeats(draw, roster, round, barred, before)
  return [...seedFindings, ...seats]
}

/** The desk's own draw leaves nothing open: the seats of a round are exactly those the attempts give. */
function checkDeskSeats(
  draw: BundledDraw,
  roster: Roster,
  { round, seed, seats }: Round,
  barred: ReadonlySet<Hex>,
  before: Round | undefined,
): Finding[] {
  const sitting = before?.seats.map(({ member }) => member) ?? []
  const fresh = seats.filter(({ member }) => !sitting.includes(member))
  const drawn = drawSeats({
    seed,
    round,
    roster,
    m: before ? sitting.length + fresh.length : draw.m,
    struck: [...barred],
    seated: sitting,
    most: attemptsOf(fresh),
  })
  const asDrawn = drawn.seats.map(({ row, attempt }) => `${row.member} ${attempt}`)
  const kept = seats.filter(({ member }) => sitting.includes(member))
  return rules([
    [seats.length === draw.m, `round ${round} has another number of seats`],
    [
      fresh.map(({ member, attempt }) => `${member} ${attempt}`).join() === asDrawn.join(),
      `the seats of round ${round} are not those the draw gives`,
    ],
    [
      kept.every(({ member, attempt }) => before?.seats.some((s) => s.member === member && s.attempt === attempt)),
      `a member kept in round ${round} was drawn by another attempt`,
    ],
    [new Set(seats.map(({ member }) => member)).size === seats.length, `somebody sits twice in round ${round}`],
  ])
}

/** On chain a member without stake is passed over, which this file cannot know: such a gap is the chain's word. */
function checkChainSeats(
  draw: BundledDraw,
  roster: Roster,
  { round, seed, seats }: Round,
  barred: ReadonlySet<Hex>,
): Finding[] {
  const findings = rules([[seats.length <= draw.m, `round ${round} has too many seats`]])
  const taken = new Set<Hex>()
  const passed = new Set<Hex>()
  let next = 0
  for (const { member, attempt } of seats) {
    if (attempt < next) return [broken(`the seats of round ${round} are not in the order of their attempts`)]
    for (; next < attempt; next++) {
      const hit = memberAt(roster, drawnNumber(seed, round, next, roster.totalWeight))
      if (!taken.has(hit) && !barred.has(hit)) passed.add(hit)
    }
    const drawn = memberAt(roster, drawnNumber(seed, round, attempt, roster.totalWeight))
    if (drawn !== member || taken.has(member) || barred.has(member)) {
      return [broken(`the seats of round ${round} are not those the draw gives`)]
    }
    taken.add(member)
    next = attempt + 1
  }
  const gaps = [...passed].map((member) => claimed(`${member} was passed over: without stake, says the chain’s log`))
  return [...findings, ...gaps]
}

function memberAt({ rows }: Roster, r: bigint): Hex {
  return rowAt(rows, r).member
}

/** The randomness: blocks that came after what they were drawn for stood on the chain. Their hashes are for a node to prove. */
async function checkSeed(facts: Facts, draw: BundledDraw): Promise<Finding[]> {
  const anchored = facts.dealId ? [] : await checkAnchored(facts, draw)
  const blocks = await Promise.all(draw.rounds.map((round) => checkBlock(facts.means, round)))
  const order = rules([
    [
      draw.rounds.every((round, i) => i === 0 || round.block_number > (draw.rounds[i - 1]?.block_number ?? 0)),
      'a later round rests on an earlier block',
    ],
    [
      !facts.bundle.deal || draw.rounds.every(({ chain_id }) => chain_id === facts.bundle.deal?.chain_id),
      'a block is of another chain than the deal',
    ],
  ])
  return [...order, ...anchored, ...blocks.flat(), ...(await checkPanel(facts, draw))]
}

/** Unbonded: the dispute and its roster were timestamped, and the block is the second after both. */
async function checkAnchored(facts: Facts, draw: BundledDraw): Promise<Finding[]> {
  const [first] = draw.rounds
  const leaves = [
    ['case', caseId(draw.case)],
    ['roster', draw.roster.root],
  ] as const
  const blocks = draw.anchored.map(({ anchor }) => anchor.block_number)
  const stamps = await Promise.all(draw.anchored.map(({ anchor }) => checkTimestamp(anchor, facts.means)))
  return [
    ...rules([
      [
        leaves.every(([kind, id]) => draw.anchored.some((leaf) => leaf.kind === kind && leaf.id === id)),
        'the dispute or its roster is not among what was timestamped before the draw',
      ],
      [
        draw.anchored.every(({ kind, id, proof, anchor }) => verifyInclusion(anchor.root, kind, id, proof)),
        'a Merkle proof of the draw does not lead to its root',
      ],
      [
        first?.block_number === Math.max(...blocks) + BLOCKS_AFTER,
        'the draw rests on another block than the second after',
      ],
      [
        draw.anchored.every(({ anchor }) => draw.rounds.every(({ chain_id }) => chain_id === anchor.chain_id)),
        'the draw rests on a block of another chain',
      ],
    ]),
    ...stamps.flat(),
  ]
}

/** Whether a block has the hash a draw took from it. */
export async function checkBlock(means: Means, { chain_id, block_number, block_hash }: Block): Promise<Finding[]> {
  const reader = readerFor(means, chain_id)
  if (!reader)
    return [claimed(`block ${block_number} has the hash ${block_hash}, says the desk; a node can prove it (--rpc)`)]
  try {
    const present = await reader.blockHashAt(block_number)
    if (present === null) return [unverifiable(`the node does not know block ${block_number}`)]
    return present === block_hash ? [proven('on the chain')] : [broken(`block ${block_number} has another hash`)]
  } catch {
    return [unverifiable(`the node of chain ${chain_id} did not answer`)]
  }
}

/** Bonded: what the contract itself remembers of the last round. */
async function checkPanel({ bundle, dealId, means }: Facts, draw: BundledDraw): Promise<Finding[]> {
  const reader = bundle.deal && readerFor(means, bundle.deal.chain_id)
  const last = draw.rounds.at(-1)
  if (!bundle.deal || !reader || !dealId || !last) return []
  try {
    const panel = await reader.panelOf(bundle.deal.escrow, dealId)
    return rules([
      [panel.round === last.round && panel.seed === last.seed, 'the contract drew from another seed'],
      [panel.seats.join() === last.seats.map(({ member }) => member).join(), 'other members sit on chain'],
    ])
  } catch {
    return [unverifiable(`the node of chain ${bundle.deal.chain_id} did not answer`)]
  }
}
