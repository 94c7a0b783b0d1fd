import { ed25519 } from '@noble/curves/ed25519'
import { appealSize, type RoundToDraw, repeatRound } from '../committee/repeat-round'
import { buildRoster, type Roster } from '../committee/roster'
import { type Anchor, type Bundle, bundleBytes, type ReceiptDraw, type Statement, type UnsealedBundle } from './bundle'
import { pkhDid } from './did'
import { didKeyOf, memberOf } from './did-key'
import { bytesOf, type Hex, hexOf, keccakHex, sha256Hex } from './hash'
import { seal } from './make-bundle.fixture'
import { buildTree, type Leaf } from './merkle'
import { countersignedId, receiptId, type TaskReceipt, type Verdict, verdictId } from './receipt'
import { addressOf, signAs, whoIs } from './sign.fixture'
import { buildStatement, type StatementType, statementBytes } from './statement'
import { draftTask } from './task-receipt.fixture'
import { domainFor, type StatementMessage } from './typed-data'

/**
 * Which task's bundle to make. `change` alters one stage before it is hashed or signed, and everything after it follows,
 * sealed by the desk: what a dishonest desk could make. Without changes the bundle is valid.
 */
export type TaskRecipe = {
  /** `redrawn`: one silent member was replaced. `upheld`, `reversed`, `lapsed`: what an appeal came to. */
  ending?: 'finalized' | 'failed' | 'expired' | 'redrawn' | 'pending' | 'appealed' | 'upheld' | 'reversed' | 'lapsed'
  /** The verdict is in no batch yet. */
  unanchored?: boolean
  /** One of the first committee has left the roster that an appeal is drawn from. */
  departed?: boolean
  change?: {
    statement?: (message: StatementMessage, by: string) => StatementMessage
    /** After the verdict was made. */
    statements?: (statements: Statement[]) => Statement[]
    receipt?: (receipt: TaskReceipt) => TaskReceipt
    draw?: (draw: ReceiptDraw) => ReceiptDraw
    verdict?: (verdict: Verdict) => Verdict
    bundle?: (bundle: UnsealedBundle) => UnsealedBundle
  }
}

type Round = ReceiptDraw['rounds'][number]
type Speaker = { id: string; role: NonNullable<Statement['role']> }

const CHAIN = 31337
const QUORUM = { k: 2, m: 3 }
/** The hour in which the receipt was issued. */
export const EPOCH = 498_924
/** Two days later, when an appeal is opened. */
const LATER = EPOCH + 48
export const SECRETS = new Map<string, Uint8Array>()
const keyed = (name: string): string => {
  const secret = bytesOf(keccakHex(name))
  const did = didKeyOf(ed25519.getPublicKey(secret))
  SECRETS.set(did, secret)
  return did
}
export const CLIENT = pkhDid(CHAIN, addressOf('creator'))
export const PROVIDER = keyed('provider')
/** Eleven who may be drawn, wallets and keys; the first shares too many receipts with a party. */
const MEMBERS = [
  ...(['member1', 'member2', 'member3', 'member4', 'member5'] as const).map(addressOf),
  ...['a', 'b', 'c', 'd', 'e', 'f'].map(keyed),
]
export const TIED = addressOf('member1')
const ROSTER = buildRoster(MEMBERS.map((id, i) => ({ id, weight: BigInt(5000 + 700 * i) })))

/** The task's receipt both sign, and its bundle. Made the same each time. */
export async function makeTaskBundle(recipe: TaskRecipe = {}): Promise<{ bundle: Bundle; bytes: Uint8Array; id: Hex }> {
  const { change = {}, ending = 'finalized', unanchored = false } = recipe
  const parties: Speaker[] = [
    { id: CLIENT, role: 'client' },
    { id: PROVIDER, role: 'provider' },
  ]
  const draft = change.receipt?.(makeReceipt()) ?? makeReceipt()
  const message = buildStatement({ receipt: countersignedId(draft), round: 0, statement: 'COUNTERSIGNED' })
  const countersigned = await Promise.all(parties.map((party) => state(recipe, party, message)))
  const receipt = { ...draft, signature_hashes: [...draft.signature_hashes, ...countersigned.map(hashOf)] }
  const id = receiptId(receipt)
  const { rounds, statements, verdicts } = await judge(id, ending, recipe)
  const { root, proofs } = buildTree([...others(3), ['receipt', id]])
  const anchor = anchorAt(root, 20_301_000)
  const later = rounds.some(({ roster }) => roster !== EPOCH) ? rosterWithout(rounds[0]) : null
  const made: ReceiptDraw = {
    receipt: id,
    rosters: [bundledRoster(EPOCH, ROSTER), ...(later ? [bundledRoster(LATER, later)] : [])],
    rounds,
    anchored: [
      { kind: 'receipt', id, proof: proofs[3] ?? [], anchor },
      leafOf('roster', ROSTER.root, 20_300_000),
      ...(later ? [leafOf('roster', later.root, 20_319_000)] : []),
    ],
  }
  const said = [...countersigned, ...statements]
  const bundle: UnsealedBundle = {
    v: 'countersign.bundle/1',
    receipt,
    intents: [],
    settlement: [],
    log: [],
    funds: [],
    statements: change.statements?.(said) ?? said,
    draw: change.draw?.(made) ?? made,
    ...verdictParts(
      verdicts.map((verdict) => change.verdict?.(verdict) ?? verdict),
      unanchored,
    ),
    inclusion: [{ kind: 'receipt', id, proof: proofs[3] ?? [] }],
    anchor,
  }
  const sealed = await seal(change.bundle?.(bundle) ?? bundle)
  return { bundle: sealed, bytes: bundleBytes(sealed), id }
}

function bundledRoster(epoch: number, { root, totalWeight, rows }: Roster) {
  return {
    ...{ epoch, root, total_weight: totalWeight.toString() },
    rows: rows.map((row) => ({ id: row.id, weight: row.weight.toString() })),
  }
}

/** The roster of two days later, which the first who judged has left. */
function rosterWithout(first: Round | undefined): Roster {
  const gone = first?.seats[0]?.member
  return buildRoster(ROSTER.rows.filter(({ member }) => member !== gone))
}

function makeReceipt(): TaskReceipt {
  return draftTask(
    { client: CLIENT, provider: PROVIDER },
    {
      subject: 'task-7',
      quorum: { kind: 'committee', ...QUORUM },
      issued_at: '2026-12-01T12:00:00.000Z',
      task: { metrics: { latency_ms: 900 }, amount_atomic: '12000' },
    },
  )
}

/** Signed by a wallet or an Ed25519 key, whichever it is. */
export async function state(
  { change = {} }: TaskRecipe,
  { id, role }: Speaker,
  made: StatementMessage,
): Promise<Statement> {
  const message = change.statement?.(made, role === 'member' ? memberOf(id) : role) ?? made
  const domain = domainFor(CHAIN)
  const secret = SECRETS.get(id)
  if (secret) {
    return {
      role,
      signer: id,
      domain,
      message,
      signature: hexOf(ed25519.sign(statementBytes(domain, message), secret)),
    }
  }
  const signer = id.replace(/^did:pkh:eip155:[0-9]+:/, '') as Hex
  return { role, signer, domain, message, signature: await signAs(whoIs(signer), 'ReceiptStatement', domain, message) }
}

type Judged = { rounds: Round[]; statements: Statement[]; verdicts: Verdict[] }

/** How it went, from the first draw to the last verdict. */
async function judge(id: Hex, ending: NonNullable<TaskRecipe['ending']>, recipe: TaskRecipe): Promise<Judged> {
  const first = drawAt(id, 20_301_002, { round: 0, kind: 'DRAW', wanted: QUORUM, excluded: [TIED] })
  const accepted = await state(
    recipe,
    { id: CLIENT, role: 'client' },
    buildStatement({ receipt: id, round: 0, statement: 'ACCEPTED' }),
  )
  const say = (round: Round, votes: StatementType[]) => audit(id, recipe, round, votes)
  const single = async (statements: Statement[], status: Verdict['status']): Promise<Judged> => {
    const hashes = statements.map(hashOf)
    const verdicts = [decide(id, 0, status, hashes)]
    return { rounds: [first], statements: [accepted, ...statements], verdicts }
  }
  if (ending === 'pending') return { rounds: [first], statements: [accepted], verdicts: [] }
  if (ending === 'failed') return single(await say(first, ['AUDIT_FAIL', 'AUDIT_FAIL']), 'FAILED')
  if (ending === 'expired') return single(await say(first, ['AUDIT_PASS']), 'EXPIRED')
  if (ending === 'redrawn') return redrawn(id, first, say, accepted)

  const passes = await say(first, ['AUDIT_PASS', 'AUDIT_PASS'])
  if (ending === 'finalized') return single(passes, 'FINALIZED')
  const from = recipe.departed ? rosterWithout(first) : ROSTER
  return appealed(id, ending, { first, passes, accepted, say, from })
}

type Say = (round: Round, votes: StatementType[]) => Promise<Statement[]>

/** The second and third of the first committee are silent. */
async function redrawn(id: Hex, first: Round, say: Say, accepted: Statement): Promise<Judged> {
  const early = await say(first, ['AUDIT_PASS'])
  const judged = new Set(early.map(({ signer }) => memberOf(signer) as string))
  const size = { k: first.k, m: first.m }
  const second = drawAt(id, 20_310_000, {
    ...{ round: 1, kind: 'REDRAW' as const, wanted: size, excluded: [TIED], before: first.seats, judged },
  })
  const late = await say({ ...second, seats: second.seats.slice(1) }, ['AUDIT_PASS'])
  const statements = [...early, ...late]
  return {
    rounds: [first, second],
    statements: [accepted, ...statements],
    verdicts: [decide(id, 1, 'FINALIZED', statements.map(hashOf))],
  }
}

type Hearing = { first: Round; passes: Statement[]; accepted: Statement; say: Say; from: Roster }

async function appealed(
  id: Hex,
  ending: NonNullable<TaskRecipe['ending']>,
  { first, passes, accepted, say, from }: Hearing,
): Promise<Judged> {
  const listed = new Set(from.rows.map(({ member }) => member))
  const sat = first.seats.map(({ member }) => member).filter((member) => listed.has(member))
  const wanted = appealSize(first.m)
  const second = drawAt(id, 20_320_000, { round: 1, kind: 'APPEAL', wanted, excluded: [TIED], sat, from })
  const vote = ending === 'reversed' ? 'AUDIT_FAIL' : 'AUDIT_PASS'
  const late = ending === 'appealed' || ending === 'lapsed' ? [] : await say(second, Array(second.k).fill(vote))
  const verdict = decide(id, 0, 'FINALIZED', passes.map(hashOf))
  const last = decide(id, 1, ending === 'reversed' ? 'REVERSED' : 'FINALIZED', late.map(hashOf))
  return {
    rounds: [first, second],
    statements: [accepted, ...passes, ...late],
    verdicts: ending === 'appealed' ? [verdict] : [verdict, last],
  }
}

/** The first members of a round say these, in turn. */
async function audit(id: Hex, recipe: TaskRecipe, round: Round, votes: StatementType[]): Promise<Statement[]> {
  return Promise.all(
    votes.map((statement, index) => {
      const member = round.seats[index]?.member
      const row = ROSTER.rows.find((one) => one.member === member)
      if (!row) throw new Error('nobody sits there')
      const made = buildStatement({ receipt: id, round: round.round, statement, score: 9_000, confidence: 8_000 })
      return state(recipe, { id: row.id, role: 'member' }, made)
    }),
  )
}

function drawAt(
  subject: Hex,
  block: number,
  { round, kind, wanted, excluded, sat = [], before = [], judged = new Set(), from = ROSTER }: Drawing,
): Round {
  const block_hash = keccakHex(`block ${block}`)
  const barred = [...excluded, ...sat, memberOf(CLIENT), memberOf(PROVIDER)]
  const drawn = repeatRound({
    ...{ subject, round, kind, roster: from, wanted, barred, blockHash: block_hash, before, judged },
  })
  if (!drawn) throw new Error('nobody is left')
  return {
    ...{ round, kind, chain_id: CHAIN, block_number: block, block_hash, roster: from === ROSTER ? EPOCH : LATER },
    ...drawn,
    excluded: [
      ...excluded.map((member) => ({ member, reason: 'SHARED_RECEIPTS' })),
      ...sat.map((member) => ({ member, reason: 'FIRST_COMMITTEE' })),
    ],
  }
}

type Drawing = Pick<RoundToDraw, 'round' | 'kind' | 'wanted'> &
  Partial<Pick<RoundToDraw, 'before' | 'judged'>> & { excluded: Hex[]; sat?: Hex[]; from?: Roster }

function decide(receipt: Hex, round: number, status: Verdict['status'], attestations: Hex[]): Verdict {
  const finalized_at = `2026-12-0${2 + round}T12:00:00.000Z`
  return { v: 'countersign.verdict/1', receipt, status, round, attestations, finalized_at }
}

function verdictParts(
  verdicts: Verdict[],
  unanchored: boolean,
): Pick<UnsealedBundle, 'verdict' | 'earlier_verdicts' | 'anchored'> {
  const earlier = verdicts.slice(0, -1)
  const anchored = verdicts.map((verdict) => {
    const anHourLater = new Date(Date.parse(verdict.finalized_at) + 3_600_000).toISOString()
    return leafOf('verdict', verdictId(verdict), 20_302_000 + verdict.round, anHourLater)
  })
  return {
    verdict: verdicts.at(-1) ?? null,
    ...(earlier.length > 0 ? { earlier_verdicts: earlier } : {}),
    ...(verdicts.length > 0 && !unanchored ? { anchored } : {}),
  }
}

function leafOf<K extends Leaf[0]>(kind: K, id: Hex, block: number, time?: string) {
  const { root, proofs } = buildTree([...others(1), [kind, id]])
  return { kind, id, proof: proofs[1] ?? [], anchor: anchorAt(root, block, time) }
}

const others = (count: number): Leaf[] =>
  Array.from({ length: count }, (_, index) => ['receipt', keccakHex(`leaf ${count}.${index}`)])

function anchorAt(
  root: Hex,
  block_number: number,
  block_time = '2026-12-02T09:00:00.000Z',
): Extract<Anchor, { state: 'FINAL' }> {
  return {
    ...{ state: 'FINAL', chain_id: CHAIN, eas: `0x${'ea'.repeat(20)}`, root, block_number },
    tx_hash: keccakHex(`transaction ${block_number}`),
    block_time,
  }
}

export const hashOf = ({ signature }: Statement): Hex => sha256Hex(bytesOf(signature))
