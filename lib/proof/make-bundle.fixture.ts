import { drawSeats, seedOf } from '../committee/draw'
import { buildRoster } from '../committee/roster'
import { dealId, fromDealJson, toDealJson, ZERO_ADDRESS } from '../stake/deal'
import {
  type Anchor,
  type Bundle,
  type BundledDeal,
  type BundledDraw,
  type BundledFundsProof,
  bundleBytes,
  type Settlement,
  type SignedVote,
  sealHash,
  sealMessage,
  type UnsealedBundle,
} from './bundle'
import { networkOf } from './chains'
import {
  counterCommitment,
  finalCommitment,
  type IntentPayload,
  initiatorCommitment,
  intentPayload,
  soloCommitment,
  termsHash,
} from './commitment'
import { pkhDid } from './did'
import { balanceCommitment, nativeAsset } from './funds'
import { bytesOf, type Hex, keccakHex, sha256Hex, ZERO_HASH } from './hash'
import { type LogEntry, verifyLog } from './log'
import { buildTree, type Leaf } from './merkle'
import { type Case, type ChallengeReceipt, caseId, receiptId } from './receipt'
import { addressOf, DESK, signAs, type Who, whoIs } from './sign.fixture'
import {
  type Domain,
  domainFor,
  type IntentMessage,
  type SettleMessage,
  settleTitle,
  type VoteMessage,
  voteTitle,
} from './typed-data'

type Role = 'creator' | 'counterparty'

/**
 * Which bundle to make. `change` alters one stage before it is hashed or signed, and everything after it follows, sealed
 * by the desk: what a dishonest desk could make. Without changes the bundle is valid.
 */
export type Recipe = {
  mode?: 'GATEKEEPER' | 'SOLO' | 'FIRE' | 'ENFORCED'
  /** `redrawn`: by a panel whose silent members, or on chain all, were replaced. `on chain`: by signatures the desk never saw. */
  ending?: 'signed' | 'split' | 'clock' | 'moderator' | 'oracle' | 'panel' | 'redrawn' | 'on chain'
  redacted?: boolean
  /** The chain the root is anchored on. */
  anchoredOn?: number | 'nowhere'
  change?: {
    intent?: (message: IntentMessage, role: Role) => IntentMessage
    intentDomain?: (domain: Domain, role: Role) => Domain
    payload?: (payload: IntentPayload, role: Role) => IntentPayload | Promise<IntentPayload>
    log?: (entries: LogEntry[]) => LogEntry[]
    settle?: (message: SettleMessage, role: Role) => SettleMessage
    settleDomain?: (domain: Domain, role: Role) => Domain
    settlement?: (items: Settlement[]) => Settlement[]
    vote?: (message: VoteMessage, who: Who) => VoteMessage
    voteDomain?: (domain: Domain, who: Who) => Domain
    votes?: (items: SignedVote[]) => SignedVote[]
    deal?: (deal: BundledDeal) => BundledDeal
    draw?: (draw: BundledDraw) => BundledDraw
    receipt?: (receipt: ChallengeReceipt) => ChallengeReceipt
    anchor?: (anchor: Anchor) => Anchor
    bundle?: (bundle: UnsealedBundle) => UnsealedBundle
    sealed?: (bundle: Bundle) => Bundle
  }
}

const CHAIN = 31337
const ID = '0193a5f0-0000-7000-8000-000000000001'
const FUNDS_ID = '0193a5f0-0000-7000-8000-0000000000f1'
const ESCROW: Hex = `0x${'e5'.repeat(20)}`
const TERMS_HASH = termsHash({ v: 'countersign.terms/1', challenge: ID, title: 'Bike for 0.4 ETH' })
const ENDED_TX = keccakHex('ending')
const BOND = 10n ** 17n
const PANEL = { k: 2, m: 3 }
/** Five who may be drawn; the first is struck. */
export const MEMBERS: Who[] = ['member1', 'member2', 'member3', 'member4', 'member5']
const STRUCK = addressOf('member1')
const ROSTER = buildRoster(MEMBERS.map((who, i) => ({ id: addressOf(who), weight: BigInt(5000 + 1000 * i) })))

/** A complete bundle with everything in it, made the same each time. */
export async function makeBundle(recipe: Recipe = {}): Promise<{ bundle: Bundle; bytes: Uint8Array; receiptId: Hex }> {
  const { change = {}, redacted = false } = recipe
  const payloads = await makeIntents(recipe)
  const commitments = commit(payloads)
  const entries = makeLog(recipe, commitments)
  const log = change.log?.(entries) ?? entries
  const deal = makeDeal(recipe, commitments.final_hash)
  const draw = makeDraw(recipe, commitments.final_hash, deal)
  const settlement = draw
    ? await makeVotes(recipe, commitments.final_hash, deal, draw)
    : await makeSettlement(recipe, commitments.final_hash, deal)
  const receipt = makeReceipt(recipe, { payloads, commitments, log, settlement, draw })
  const id = receiptId(receipt)
  const leaves: Leaf[] = [...otherLeaves(2), ['receipt', id], ...otherLeaves(4)]
  const { root, proofs } = buildTree(leaves)
  const anchor = makeAnchor(recipe, root)

  const made: UnsealedBundle = {
    v: 'countersign.bundle/1',
    receipt,
    intents: redacted ? { redacted: [commitments.initiator_hash, commitments.counter_hash] } : payloads,
    settlement,
    log,
    funds: recipe.mode === 'SOLO' ? [] : [fundsProof(redacted)],
    statements: [],
    ...(deal ? { deal } : {}),
    draw,
    verdict: null,
    inclusion: anchor.state === 'pending' ? [] : [{ kind: 'receipt', id, proof: proofs[2] ?? [] }],
    anchor,
  }
  const sealed = await seal(change.bundle?.(made) ?? made)
  const bundle = change.sealed?.(sealed) ?? sealed
  return { bundle, bytes: bundleBytes(bundle), receiptId: id }
}

/** Seals with the desk's key, for the anchor chain (the local one while nothing is anchored). */
export async function seal(bundle: UnsealedBundle): Promise<Bundle> {
  const chainId = bundle.anchor.state === 'pending' ? CHAIN : bundle.anchor.chain_id
  const signature = await signAs('desk', 'BundleSeal', domainFor(chainId), sealMessage(sealHash(bundle)))
  return { ...bundle, desk: { address: DESK, signature } }
}

async function makeIntents(recipe: Recipe): Promise<IntentPayload[]> {
  const first = await makeIntent(recipe, 'creator', ZERO_HASH)
  if (recipe.mode === 'SOLO') return [first]
  return [first, await makeIntent(recipe, 'counterparty', initiatorCommitment(first))]
}

async function makeIntent({ mode = 'GATEKEEPER', ending, change = {} }: Recipe, role: Role, initiatorHash: Hex) {
  const bonded = isBonded(mode)
  const other = role === 'creator' ? 'counterparty' : 'creator'
  const made: IntentMessage = {
    title: 'Countersign: “Bike for 0.4 ETH”',
    summary: 'Blue, 54 cm. Größe: mittel. €',
    challenge: ID,
    revision: 1,
    mode,
    role,
    party: addressOf(role),
    counterparty: mode === 'SOLO' ? 'none' : addressOf(other),
    bond: bonded ? '0.1 ETH each' : 'none',
    deadlines: 'accept by 2026-12-04 12:00 UTC; end by 2027-01-01 00:00 UTC',
    resolution: resolutionOf(ending),
    termsHash: TERMS_HASH,
    initiatorHash,
  }
  const message = change.intent?.(made, role) ?? made
  const plain = domainFor(CHAIN, bonded ? ESCROW : undefined)
  const domain = change.intentDomain?.(plain, role) ?? plain
  const signature = await signAs(role, 'Intent', domain, message)
  const payload = intentPayload({ domain, message, signer: addressOf(role), signature })
  return change.payload?.(payload, role) ?? payload
}

const isBonded = (mode: Recipe['mode']) => mode === 'FIRE' || mode === 'ENFORCED'
const isByPanel = (ending: Recipe['ending']) => ending === 'panel' || ending === 'redrawn'

function resolutionOf(ending: Recipe['ending']): string {
  const both = 'both sign the same outcome'
  if (isByPanel(ending))
    return `${both}, or after a dispute 2 of a panel of 3 agree, drawn from roster 495000 (${ROSTER.root})`
  return ending === 'moderator' ? `${both}, or the moderator ${addressOf('stranger')} signs one` : both
}

/** The deal as the escrow would hold it. */
function makeDeal({ mode, ending, change = {} }: Recipe, final: Hex): BundledDeal | undefined {
  if (!isBonded(mode)) return undefined

  const none = { root: ZERO_HASH, totalWeight: 0n, k: 0, m: 0, struck: [] }
  const panel = { root: ROSTER.root, totalWeight: ROSTER.totalWeight, ...PANEL, struck: [STRUCK] }
  const oracle = { comparator: 0 as const, threshold: -1n, notBefore: 0n, maxAge: 0n }
  const document = toDealJson({
    creator: addressOf('creator'),
    counterparty: addressOf('counterparty'),
    token: ZERO_ADDRESS,
    creatorBond: BOND,
    counterpartyBond: BOND,
    creatorBase: 0n,
    counterpartyBase: 0n,
    joinBy: 1796140800n,
    respondBy: mode === 'ENFORCED' ? 1796227200n : 0n,
    settleBy: 1798761600n,
    disputeWindow: 259_200n,
    resolver: ending === 'moderator' ? addressOf('stranger') : ZERO_ADDRESS,
    oracle: { ...oracle, feed: ending === 'oracle' ? addressOf('desk') : ZERO_ADDRESS },
    panel: isByPanel(ending) ? panel : none,
    finalHash: final,
    salt: TERMS_HASH,
  })
  const made: BundledDeal = { chain_id: CHAIN, escrow: ESCROW, ended_tx: ENDED_TX, document }
  return change.deal?.(made) ?? made
}

export const idOfDeal = (deal: BundledDeal | undefined): Hex =>
  deal ? dealId(deal.chain_id, deal.escrow, fromDealJson(deal.document)) : ZERO_HASH

/** A panel, drawn in one round or two from blocks made up for the purpose. */
function makeDraw({ ending, change = {} }: Recipe, final: Hex, deal: BundledDeal | undefined): BundledDraw | null {
  if (!isByPanel(ending)) return null

  const dispute: Case = {
    v: 'countersign.case/1',
    final,
    deal: idOfDeal(deal),
    opener: pkhDid(CHAIN, addressOf('creator')),
    reason_hash: sha256Hex('never arrived'),
    evidence: [sha256Hex('photo')],
  }
  const subject = deal ? idOfDeal(deal) : caseId(dispute)
  const first = drawRound(subject, 0, 20_301_002, PANEL.m, [])
  const rounds = ending === 'redrawn' ? [first, redraw(subject, first, deal !== undefined)] : [first]
  const made: BundledDraw = {
    case: dispute,
    ...PANEL,
    roster: {
      epoch: 495_000,
      root: ROSTER.root,
      total_weight: ROSTER.totalWeight.toString(),
      rows: ROSTER.rows.map(({ id, weight }) => ({ id, weight: weight.toString() })),
    },
    excluded: [{ member: STRUCK, reason: 'STRUCK' }],
    rounds,
    anchored: deal
      ? []
      : [anchoredLeaf('roster', ROSTER.root, 20_300_000), anchoredLeaf('case', caseId(dispute), 20_301_000)],
  }
  return change.draw?.(made) ?? made
}

type Round = BundledDraw['rounds'][number]

function drawRound(subject: Hex, round: number, block: number, m: number, seated: Hex[]): Round {
  const block_hash = keccakHex(`block ${block}`)
  const seed = seedOf(subject, ROSTER.root, block_hash)
  const { seats } = drawSeats({ seed, round, roster: ROSTER, m, struck: [STRUCK], seated })
  const seated_by = seats.map(({ row, attempt }) => ({ member: row.member, attempt }))
  return { round, chain_id: CHAIN, block_number: block, block_hash, seed, seats: seated_by }
}

/** On chain all seats anew; the desk's own draw replaces who was silent, here the first. */
function redraw(subject: Hex, first: Round, onChain: boolean): Round {
  if (onChain) return drawRound(subject, 1, 20_310_000, PANEL.m, [])
  const seated = first.seats.map(({ member }) => member)
  const second = drawRound(subject, 1, 20_310_000, PANEL.m + 1, seated)
  return { ...second, seats: [...second.seats, ...first.seats.slice(1)] }
}

function anchoredLeaf(kind: 'case' | 'roster', id: Hex, block: number): BundledDraw['anchored'][number] {
  const { root, proofs } = buildTree([...otherLeaves(1), [kind, id]])
  const anchor = {
    state: 'FINAL' as const,
    chain_id: CHAIN,
    eas: `0x${'ea'.repeat(20)}` as Hex,
    root,
    tx_hash: keccakHex(`transaction ${block}`),
    block_number: block,
    block_time: '2026-12-02T09:00:00.000Z',
  }
  return { kind, id, proof: proofs[1] ?? [], anchor }
}

/** The last two who sit vote for the creator. */
async function makeVotes(
  { change = {} }: Recipe,
  final: Hex,
  deal: BundledDeal | undefined,
  { rounds, ...draw }: BundledDraw,
): Promise<SignedVote[]> {
  const last = rounds.at(-1)
  const voters = (last?.seats ?? []).slice(-PANEL.k).map(({ member }) => whoIs(member))
  const items = await Promise.all(
    voters.map(async (who): Promise<SignedVote> => {
      const made: VoteMessage = {
        title: voteTitle('CREATOR_WIN'),
        deal: deal ? idOfDeal(deal) : caseId(draw.case),
        final,
        round: (deal ? last?.round : 0) ?? 0,
        outcome: 'CREATOR_WIN',
      }
      const message = change.vote?.(made, who) ?? made
      const plain = domainFor(CHAIN, deal?.escrow)
      const domain = change.voteDomain?.(plain, who) ?? plain
      return { message, domain, signer: addressOf(who), signature: await signAs(who, 'Vote', domain, message) }
    }),
  )
  return change.votes?.(items) ?? items
}

function commit([first, second]: IntentPayload[]): ChallengeReceipt['commitments'] {
  if (!first) throw new Error('no intent')
  const initiator_hash = initiatorCommitment(first)
  const counter_hash = second ? counterCommitment(second, initiator_hash) : soloCommitment(initiator_hash)
  return { initiator_hash, counter_hash, final_hash: finalCommitment(initiator_hash, counter_hash) }
}

function makeLog(
  { mode = 'GATEKEEPER', ending = 'signed' }: Recipe,
  commitments: ChallengeReceipt['commitments'],
): LogEntry[] {
  const creator = pkhDid(CHAIN, addressOf('creator'))
  const counterparty = pkhDid(CHAIN, addressOf('counterparty'))
  const { initiator_hash, counter_hash, final_hash } = commitments
  const accepted: Move[] = [
    ['2026-12-01T12:01:00.000Z', creator, 'send', 'AWAITING_COUNTERPARTY', { initiator_hash }],
    ['2026-12-01T13:00:00.123Z', counterparty, 'accept', 'AWAITING_GATEKEEPER', { counter_hash, final_hash }],
    ['2026-12-01T13:00:05.000Z', 'desk', 'verify', 'INTENT_LOCKED', {}],
  ]
  const moves: Move[] = [
    ['2026-12-01T12:00:00.000Z', creator, 'create', 'DRAFT', {}],
    ...(isBonded(mode) ? bondedMoves(accepted, ending) : mode === 'SOLO' ? [] : accepted),
    ...(isByPanel(ending) && !isBonded(mode) ? [disputed(creator)] : []),
    endingMove(mode, ending, counterparty),
  ]
  return moves.map(([at, actor, action, after, data], index) => ({
    sequence: index + 1,
    at,
    actor,
    action,
    before: moves[index - 1]?.[3] ?? null,
    after,
    data,
  }))
}

type Move = [at: string, actor: string, action: string, after: string, data: Record<string, unknown>]

function bondedMoves([sent, accepted]: Move[], ending: Recipe['ending']): Move[] {
  if (!sent || !accepted) return []
  const open = accepted.with(3, 'AWAITING_COUNTERPARTY') as Move
  const moves: Move[] = [
    ['2026-12-01T13:30:00.000Z', 'chain', 'lock', 'INTENT_LOCKED', {}],
    ['2026-12-01T13:30:00.000Z', 'desk', 'begin', 'AWAITING_RESOLUTION', {}],
  ]
  return [sent, open, ...moves, ...(isByPanel(ending) ? [disputed('chain')] : [])]
}

const disputed = (actor: string): Move => [
  '2026-12-01T14:00:00.000Z',
  actor,
  'dispute',
  'DISPUTED',
  { role: 'creator' },
]

function endingMove(mode: Recipe['mode'], ending: Recipe['ending'], counterparty: string): Move {
  const data = isBonded(mode) ? { tx_hash: ENDED_TX } : {}
  if (ending === 'clock') {
    const [actor, action] = isBonded(mode) ? ['chain', 'refunded'] : ['desk', 'expire']
    return ['2027-01-01T00:00:00.000Z', actor, action, 'EXPIRED', { ...data, outcome: 'NO_CONTEST' }]
  }
  const at = '2026-12-02T09:30:00.000Z'
  if (isBonded(mode)) return [at, 'chain', 'settled', 'COMPLETED', data]
  return [at, isByPanel(ending) ? 'desk' : counterparty, isByPanel(ending) ? 'verdict' : 'confirm', 'COMPLETED', {}]
}

async function makeSettlement(
  { mode, ending, change = {} }: Recipe,
  final: Hex,
  deal: BundledDeal | undefined,
): Promise<Settlement[]> {
  if (mode === 'SOLO' || ending === 'clock' || ending === 'oracle' || ending === 'on chain') return []
  const split = ending === 'split'
  const outcome = split ? 'SPLIT' : 'FULFILLED'
  const made: SettleMessage = {
    title: settleTitle(outcome),
    challenge: ID,
    deal: idOfDeal(deal),
    final,
    outcome,
    toCreator: split ? '150000000000000000' : '0',
    toCounterparty: split ? '50000000000000000' : '0',
    nonce: '0',
    validUntil: String(Date.parse('2026-12-02T12:00:00.000Z') / 1000),
  }
  const roles: (Role | 'stranger')[] = ending === 'moderator' ? ['stranger'] : ['creator', 'counterparty']
  const items = await Promise.all(
    roles.map(async (role) => {
      const message = change.settle?.(made, role as Role) ?? made
      const plain = domainFor(CHAIN, deal?.escrow)
      const domain = change.settleDomain?.(plain, role as Role) ?? plain
      return { message, domain, signer: addressOf(role), signature: await signAs(role, 'Settle', domain, message) }
    }),
  )
  return change.settlement?.(items) ?? items
}

type Parts = {
  payloads: IntentPayload[]
  commitments: ChallengeReceipt['commitments']
  log: LogEntry[]
  settlement: (Settlement | SignedVote)[]
  draw: BundledDraw | null
}

const QUORUMS: Partial<Record<NonNullable<Recipe['ending']>, ChallengeReceipt['quorum']>> = {
  clock: { kind: 'clock', k: 0, m: 0 },
  moderator: { kind: 'moderator', k: 1, m: 1 },
  oracle: { kind: 'oracle', k: 1, m: 1 },
  panel: { kind: 'committee', ...PANEL },
  redrawn: { kind: 'committee', ...PANEL },
}

function makeReceipt({ mode = 'GATEKEEPER', ending = 'signed', change = {} }: Recipe, parts: Parts): ChallengeReceipt {
  const { payloads, commitments, log, settlement, draw } = parts
  const solo = mode === 'SOLO'
  const parties = solo ? (['creator'] as const) : (['creator', 'counterparty'] as const)
  const signed = ending === 'clock' ? [] : solo ? payloads : settlement
  const hashes = signed.map(({ signature }) => sha256Hex(bytesOf(signature)))
  const walked = verifyLog(log)
  const made: ChallengeReceipt = {
    v: 'countersign.receipt/1',
    kind: 'challenge',
    subject: ID,
    parties: parties.map((role) => ({ role, did: pkhDid(CHAIN, addressOf(role)) })),
    mode,
    terms_hash: payloads[0]?.message.termsHash ?? ZERO_HASH,
    commitments,
    outcome: outcomeOf(ending),
    split: ending === 'split',
    amounts: isBonded(mode) ? amounts(ending) : [],
    signature_hashes: hashes,
    log: { head: walked.ok ? walked.head : ZERO_HASH, length: log.length },
    funds_proofs: solo ? [] : [FUNDS_ID],
    quorum: QUORUMS[ending] ?? { kind: 'parties', k: parties.length, m: parties.length },
    case: draw && { id: caseId(draw.case), votes: hashes },
    task: null,
    issued_at: log.at(-1)?.at ?? '',
  }
  return change.receipt?.(made) ?? made
}

function outcomeOf(ending: Recipe['ending']): ChallengeReceipt['outcome'] {
  if (ending === 'clock') return 'NO_CONTEST'
  if (ending === 'split') return 'DRAW'
  return isByPanel(ending) || ending === 'oracle' ? 'CREATOR_WIN' : 'FULFILLED'
}

/** By hand: of a lost bond of 0.1, 30 % burn, 10 % treasury, 10 % to the winner without a panel, or to who voted with one. */
function amounts(ending: Recipe['ending']): ChallengeReceipt['amounts'] {
  const asset = nativeAsset(CHAIN)
  const [creator, counterparty] =
    ending === 'split'
      ? ['150000000000000000', '50000000000000000']
      : ending === 'oracle' || isByPanel(ending)
        ? ['160000000000000000', null]
        : ['100000000000000000', '100000000000000000']
  const paid = { did: pkhDid(CHAIN, addressOf('creator')), asset, amount: creator ?? '' }
  if (!counterparty) return [paid]
  return [paid, { did: pkhDid(CHAIN, addressOf('counterparty')), asset, amount: counterparty }]
}

function fundsProof(redacted: boolean): BundledFundsProof {
  const asset = nativeAsset(CHAIN)
  const blockHash = keccakHex('block')
  const balance_commitment = balanceCommitment({ salt: keccakHex('salt'), balance: 5n * 10n ** 17n, asset, blockHash })
  const proof: BundledFundsProof = {
    id: FUNDS_ID,
    role: 'counterparty',
    phase: 'lock',
    network: `eip155:${CHAIN}`,
    asset,
    asset_type: 'NATIVE',
    status: 'PASSED',
    min_balance: '400000000000000000',
    block_number: 1201,
    block_hash: blockHash,
    finalized_block_hash: keccakHex('finalized block'),
    providers_agreed: 2,
    balance_commitment,
    checked_at: '2026-12-01T13:00:04.500Z',
  }
  const { min_balance: _, ...rest } = proof
  return redacted ? rest : proof
}

function otherLeaves(count: number): Leaf[] {
  return Array.from({ length: count }, (_, index) => ['receipt', keccakHex(`leaf ${count}.${index}`)] as const)
}

function makeAnchor({ anchoredOn = 84532, change = {} }: Recipe, root: Hex): Anchor {
  const made: Anchor =
    anchoredOn === 'nowhere'
      ? { state: 'pending' }
      : {
          state: 'FINAL',
          chain_id: anchoredOn,
          eas: networkOf(anchoredOn)?.eas ?? `0x${'ea'.repeat(20)}`,
          root,
          tx_hash: keccakHex('transaction'),
          block_number: 20_301_177,
          block_time: '2026-12-02T09:31:00.000Z',
        }
  return change.anchor?.(made) ?? made
}
