import { describe, expect, it } from 'vitest'
import { ZERO_ADDRESS } from '../stake/deal'
import { type Bundle, type BundledDeal, type BundledDraw, isCaseDraw, type UnsealedBundle } from './bundle'
import type { IntentPayload } from './commitment'
import { pkhDid } from './did'
import { type Hex, keccakHex, ZERO_HASH } from './hash'
import { MEMBERS, makeBundle, type Recipe } from './make-bundle.fixture'
import { type ChallengeReceipt, receiptId } from './receipt'
import { addressOf, DESK, signAs } from './sign.fixture'
import { type IntentMessage, settleTitle, type VoteMessage, voteTitle } from './typed-data'
import { verifyBundle } from './verify'

const asOf = new Date('2027-02-01T00:00:00.000Z')

type Breaks = [what: string, link: string, change: NonNullable<Recipe['change']>, recipe?: Recipe]

const swap = <T>(items: T[]) => [...items].reverse()
const only =
  (role: string, change: object) =>
  <T extends object>(value: T, of: string): T =>
    of === role ? { ...value, ...change } : value
const STRANGER = pkhDid(31337, addressOf('stranger'))
const other: Hex = keccakHex('other')

const paying =
  (side: number) =>
  (receipt: ChallengeReceipt): ChallengeReceipt => ({
    ...receipt,
    amounts: receipt.amounts.map((paid, index) => (index === side ? { ...paid, amount: '1' } : paid)),
  })

/** The second intent, but the creator's again in every respect. */
async function byCreator({ v, domain, message }: IntentPayload): Promise<IntentPayload> {
  const [party, counterparty] = [addressOf('creator'), addressOf('counterparty')]
  const again: IntentMessage = { ...message, role: 'creator', party, counterparty }
  return { v, domain, message: again, signer: party, signature: await signAs('creator', 'Intent', domain, again) }
}

const verdictOn = ({ receipt }: UnsealedBundle) => ({
  v: 'countersign.verdict/1' as const,
  receipt: receiptId(receipt),
  status: 'FINALIZED' as const,
  round: 0,
  attestations: [],
  finalized_at: receipt.issued_at,
})

const { bundle: whole } = await makeBundle()
const { bundle: bonded } = await makeBundle({ mode: 'FIRE' })
const noFeed = { feed: ZERO_ADDRESS, comparator: 0 as const, threshold: '0', notBefore: '0', maxAge: '0' }

/** What a dishonest desk could make: one lie, and everything after it hashed and sealed as usual. */
const LIES: Breaks[] = [
  ['parties that do not fit the mode', 'receipt', { receipt: (r) => ({ ...r, parties: r.parties.slice(0, 1) }) }],
  ['a verdict as if it were a task', 'verdict', { bundle: (b) => ({ ...b, verdict: verdictOn(b) }) }],
  ['parties in another order', 'receipt', { receipt: (r) => ({ ...r, parties: swap(r.parties) }) }],
  [
    'one wallet on both sides',
    'receipt',
    { receipt: (r) => ({ ...r, parties: r.parties.map(({ role }) => ({ role, did: r.parties[0]?.did ?? '' })) }) },
  ],
  [
    'a split that is not a draw',
    'receipt',
    { receipt: (r) => ({ ...r, outcome: 'FULFILLED' }) },
    { mode: 'FIRE', ending: 'split' },
  ],

  [
    'an intent about another challenge',
    'creator intent',
    { intent: only('creator', { challenge: '0193a5f0-0000-7000-8000-000000000002' }) },
  ],
  ['an intent of another mode', 'counterparty intent', { intent: only('counterparty', { mode: 'FIRE' }) }],
  ['an intent to other terms', 'counterparty intent', { intent: only('counterparty', { termsHash: other }) }],
  ['an intent of another revision', 'counterparty intent', { intent: only('counterparty', { revision: 2 }) }],
  [
    'an intent that reads differently',
    'counterparty intent',
    { intent: only('counterparty', { deadlines: 'end by tomorrow' }) },
  ],
  ['an intent of the same role', 'creator intent', { intent: only('counterparty', { role: 'creator' }) }],
  ['two intents of the creator', 'creator intent', { payload: (p, role) => (role === 'creator' ? p : byCreator(p)) }],
  ['an intent of an unknown role', 'unknown intent', { intent: only('counterparty', { role: 'moderator' }) }],
  [
    'an intent by another wallet than the receipt names',
    'creator intent',
    { receipt: (r) => ({ ...r, parties: r.parties.map((p, i) => (i === 0 ? { ...p, did: STRANGER } : p)) }) },
  ],
  ['an intent by another party', 'creator intent', { intent: only('creator', { party: addressOf('stranger') }) }],
  [
    'an intent with another counterparty',
    'creator intent',
    { intent: only('creator', { counterparty: addressOf('stranger') }) },
  ],
  [
    'a counterparty that leaves the creator open',
    'counterparty intent',
    { intent: only('counterparty', { counterparty: 'anyone holding the invite' }) },
  ],
  ['a first intent that names another', 'creator intent', { intent: only('creator', { initiatorHash: other }) }],
  [
    'a second intent that answers another',
    'counterparty intent',
    { intent: only('counterparty', { initiatorHash: other }) },
  ],
  [
    'a second intent that answers none',
    'counterparty intent',
    { intent: only('counterparty', { initiatorHash: ZERO_HASH }) },
  ],
  ['an intent for another chain', 'creator intent', { intentDomain: only('creator', { chainId: 1 }) }],
  [
    'an intent with an escrow but no bond',
    'creator intent',
    { intentDomain: only('creator', { verifyingContract: addressOf('stranger') }) },
  ],
  [
    'a bonded intent without an escrow',
    'creator intent',
    { intentDomain: only('creator', { verifyingContract: undefined }) },
    { mode: 'FIRE' },
  ],
  [
    'bonded intents with two escrows',
    'counterparty intent',
    { intentDomain: only('counterparty', { verifyingContract: addressOf('stranger') }) },
    { mode: 'FIRE' },
  ],
  [
    'bonded intents on two chains',
    'counterparty intent',
    { intentDomain: only('counterparty', { chainId: 1 }) },
    { mode: 'FIRE' },
  ],
  [
    'an intent signed by another than its signer',
    'creator intent',
    { payload: (p, role) => (role === 'creator' ? { ...p, signer: addressOf('stranger') } : p) },
  ],
  [
    'a SOLO intent with a counterparty',
    'creator intent',
    { intent: (m) => ({ ...m, counterparty: addressOf('stranger') }) },
    { mode: 'SOLO' },
  ],
  [
    'an intent missing',
    'intents',
    { bundle: (b) => ({ ...b, intents: Array.isArray(b.intents) ? b.intents.slice(0, 1) : b.intents }) },
  ],

  [
    'another I',
    'commitment chain',
    { receipt: (r) => ({ ...r, commitments: { ...r.commitments, initiator_hash: other } }) },
  ],
  [
    'another C',
    'commitment chain',
    { receipt: (r) => ({ ...r, commitments: { ...r.commitments, counter_hash: other } }) },
  ],
  [
    'another FINAL',
    'commitment chain',
    { receipt: (r) => ({ ...r, commitments: { ...r.commitments, final_hash: other } }) },
  ],
  [
    'intents in another order',
    'commitment chain',
    { bundle: (b) => ({ ...b, intents: Array.isArray(b.intents) ? swap(b.intents) : b.intents }) },
  ],
  [
    'another redacted I',
    'commitment chain',
    { bundle: (b) => ({ ...b, intents: { redacted: [other, b.receipt.commitments?.counter_hash ?? other] } }) },
  ],
  [
    'another redacted C',
    'commitment chain',
    { bundle: (b) => ({ ...b, intents: { redacted: [b.receipt.commitments?.initiator_hash ?? other, other] } }) },
  ],
  [
    'a SOLO C that is not made from I',
    'commitment chain',
    { receipt: (r) => ({ ...r, commitments: { ...r.commitments, counter_hash: other } }) },
    { mode: 'SOLO', redacted: true },
  ],

  ['an outcome nobody signed', 'outcome', { receipt: (r) => ({ ...r, outcome: 'CREATOR_WIN' }) }],
  ['an outcome signed twice by one', 'outcome', { settlement: ([first]) => (first ? [first, first] : []) }],
  ['an outcome signed once too often', 'outcome', { settlement: (items) => [...items, ...items.slice(1)] }],
  ['outcomes of two deals', 'outcome', { settle: only('creator', { deal: other }) }, { mode: 'FIRE' }],
  ['an outcome signed by one', 'outcome', { settlement: (items) => items.slice(0, 1) }],
  [
    'an outcome signed by a stranger',
    'outcome',
    { settlement: ([first, second]) => (first && second ? [first, { ...second, signer: addressOf('stranger') }] : []) },
  ],
  [
    'an outcome about another challenge',
    'outcome',
    { settle: only('creator', { challenge: '0193a5f0-0000-7000-8000-000000000002' }) },
  ],
  ['an outcome about other intents', 'outcome', { settle: only('creator', { final: other }) }],
  [
    'two different outcomes',
    'outcome',
    { settle: only('creator', { outcome: 'NO_CONTEST', title: settleTitle('NO_CONTEST') }) },
  ],
  [
    'a title that says something else',
    'outcome',
    { settle: only('creator', { title: 'Countersign: end as NO_CONTEST' }) },
  ],
  ['an outcome that pays the creator', 'outcome', { settle: (m) => ({ ...m, toCreator: '1' }) }],
  ['an outcome that pays the counterparty', 'outcome', { settle: (m) => ({ ...m, toCounterparty: '1' }) }],
  [
    'a draw called a split',
    'outcome',
    {
      settle: (m) => ({ ...m, outcome: 'DRAW', title: settleTitle('DRAW') }),
      receipt: (r) => ({ ...r, outcome: 'DRAW', split: true }),
    },
  ],
  ['a bonded outcome for another chain', 'outcome', { settleDomain: (d) => ({ ...d, chainId: 1 }) }, { mode: 'FIRE' }],
  ['an outcome about a deal, unbonded', 'outcome', { settle: (m) => ({ ...m, deal: other }) }],
  ['an outcome for another chain', 'outcome', { settleDomain: only('creator', { chainId: 1 }) }],
  [
    'an outcome for an escrow, unbonded',
    'outcome',
    { settleDomain: (d) => ({ ...d, verifyingContract: addressOf('stranger') }) },
  ],
  [
    'an outcome for another escrow',
    'outcome',
    { settleDomain: (d) => ({ ...d, verifyingContract: addressOf('stranger') }) },
    { mode: 'FIRE' },
  ],
  ['an outcome that had run out', 'outcome', { settle: (m) => ({ ...m, validUntil: '1796203799' }) }],
  ['an outcome valid for longer than a day', 'outcome', { settle: (m) => ({ ...m, validUntil: '1796290201' }) }],
  [
    'a split that gives the creator another amount',
    'amounts',
    { receipt: paying(0) },
    { mode: 'FIRE', ending: 'split' },
  ],
  [
    'a split that gives the counterparty another amount',
    'amounts',
    { receipt: paying(1) },
    { mode: 'FIRE', ending: 'split' },
  ],
  [
    'a split of nothing',
    'outcome',
    { settle: (m) => ({ ...m, toCreator: '0', toCounterparty: '0' }) },
    { ending: 'split' },
  ],
  [
    'a split the receipt does not mark',
    'outcome',
    { receipt: (r) => ({ ...r, split: false }) },
    { mode: 'FIRE', ending: 'split' },
  ],
  [
    'amounts without a bond',
    'outcome',
    {
      receipt: (r) => ({
        ...r,
        amounts: [{ did: r.parties[0]?.did ?? '', asset: 'eip155:31337/slip44:60', amount: '1' }],
      }),
    },
  ],
  [
    'another signature’s hash',
    'outcome',
    { receipt: (r) => ({ ...r, signature_hashes: [other, r.signature_hashes[1] ?? other] }) },
  ],
  [
    'the hashes in another order',
    'outcome',
    { receipt: (r) => ({ ...r, signature_hashes: swap(r.signature_hashes) }) },
  ],
  ['another quorum', 'outcome', { receipt: (r) => ({ ...r, quorum: { ...r.quorum, k: 1 } }) }],
  [
    'a SOLO outcome the intent does not say',
    'outcome',
    { receipt: (r) => ({ ...r, outcome: 'CREATOR_WIN' }) },
    { mode: 'SOLO' },
  ],
  [
    'a SOLO outcome signed apart',
    'outcome',
    { bundle: (b) => ({ ...b, settlement: whole.settlement }) },
    { mode: 'SOLO' },
  ],
  ['another SOLO signature', 'outcome', { receipt: (r) => ({ ...r, signature_hashes: [other] }) }, { mode: 'SOLO' }],
  [
    'a SOLO quorum of two',
    'outcome',
    { receipt: (r) => ({ ...r, quorum: { ...r.quorum, k: 2, m: 2 } }) },
    { mode: 'SOLO' },
  ],
  [
    'a SOLO outcome the log does not end with',
    'outcome',
    { log: (entries) => entries.map((e) => (e.after === 'COMPLETED' ? { ...e, after: 'EXPIRED' } : e)) },
    { mode: 'SOLO' },
  ],
  ['a clock that takes sides', 'outcome', { receipt: (r) => ({ ...r, outcome: 'CREATOR_WIN' }) }, { ending: 'clock' }],
  [
    'a clock with a quorum',
    'outcome',
    { receipt: (r) => ({ ...r, quorum: { ...r.quorum, k: 1, m: 1 } }) },
    { ending: 'clock' },
  ],
  [
    'a clock with signatures',
    'outcome',
    { receipt: (r) => ({ ...r, signature_hashes: [other] }) },
    { ending: 'clock' },
  ],
  [
    'a clock that completes',
    'outcome',
    { log: (entries) => entries.map((e) => (e.after === 'EXPIRED' ? { ...e, after: 'COMPLETED' } : e)) },
    { ending: 'clock' },
  ],
  [
    'an outcome the log does not end with',
    'outcome',
    { log: (entries) => entries.map((e) => (e.after === 'COMPLETED' ? { ...e, after: 'EXPIRED' } : e)) },
  ],

  ['a log with an entry left out', 'log', { bundle: (b) => ({ ...b, log: b.log.slice(1) }) }],
  ['a log cut short', 'log', { bundle: (b) => ({ ...b, log: b.log.slice(0, -1) }) }],
  [
    'a log that goes on',
    'log',
    {
      bundle: (b) => ({
        ...b,
        log: [...b.log, { ...(b.log.at(-1) as Bundle['log'][number]), sequence: 6, before: 'COMPLETED' }],
      }),
    },
  ],
  [
    'a log rewritten',
    'log',
    { bundle: (b) => ({ ...b, log: b.log.map((e, i) => (i === 2 ? { ...e, at: '2026-12-01T13:00:00.124Z' } : e)) }) },
  ],
  ['a log of another length', 'log', { receipt: (r) => ({ ...r, log: { ...r.log, length: 4 } }) }],
  [
    'a log that does not connect',
    'log',
    { log: (entries) => entries.map((e, i) => (i === 3 ? { ...e, before: 'DRAFT' } : e)) },
  ],
  ['a log that never ends', 'log', { log: (entries) => entries.slice(0, -1) }],
  [
    'a log that names the receipt',
    'log',
    { log: (entries) => entries.map((e, i) => (i === 4 ? { ...e, data: { receipt_id: other } } : e)) },
  ],

  ['other funds proofs', 'funds', { receipt: (r) => ({ ...r, funds_proofs: [] }) }],
  ['a funds proof left out', 'funds', { bundle: (b) => ({ ...b, funds: [] }) }],
  [
    'an asset of another chain',
    'funds',
    { bundle: (b) => ({ ...b, funds: b.funds.map((f) => ({ ...f, network: 'eip155:1' })) }) },
  ],

  ['no Merkle proof', 'inclusion', { bundle: (b) => ({ ...b, inclusion: [] }) }],
  [
    'another Merkle proof',
    'inclusion',
    { bundle: (b) => ({ ...b, inclusion: b.inclusion.map((leaf) => ({ ...leaf, proof: leaf.proof.slice(1) })) }) },
  ],
  [
    'the proof of another receipt',
    'inclusion',
    { bundle: (b) => ({ ...b, inclusion: b.inclusion.map((leaf) => ({ ...leaf, id: other })) }) },
  ],
  [
    'the proof of another kind',
    'inclusion',
    { bundle: (b) => ({ ...b, inclusion: b.inclusion.map((leaf) => ({ ...leaf, kind: 'verdict' })) }) },
  ],
  ['another root', 'inclusion', { anchor: (a) => (a.state === 'FINAL' ? { ...a, root: other } : a) }],
  [
    'a Merkle proof of nothing',
    'inclusion',
    { bundle: (b) => ({ ...b, inclusion: [{ kind: 'receipt', id: other, proof: [] }] }) },
    { anchoredOn: 'nowhere' },
  ],

  [
    'another desk’s address',
    'seal',
    { sealed: (b) => ({ ...b, desk: { ...b.desk, address: addressOf('stranger') } }) },
  ],
  [
    'a seal over another bundle',
    'seal',
    { sealed: (b) => ({ ...b, statements: [], anchor: { ...b.anchor, block_number: 1 } as Bundle['anchor'] }) },
  ],
  [
    'another EAS contract',
    'anchor',
    { anchor: (a) => (a.state === 'FINAL' ? { ...a, eas: addressOf('stranger') } : a) },
  ],
]

/** Recipes with bonds and panels. */
const FIRE: Recipe = { mode: 'FIRE' }
const PANEL: Recipe = { ending: 'panel' }
const REDRAWN: Recipe = { ending: 'redrawn' }
const BONDED_PANEL: Recipe = { mode: 'FIRE', ending: 'panel' }
const MODERATED: Recipe = { ending: 'moderator' }

const inDeal = (change: Partial<BundledDeal['document']>) => ({
  deal: (deal: BundledDeal): BundledDeal => ({ ...deal, document: { ...deal.document, ...change } }),
})
const inPanel = (change: Partial<BundledDeal['document']['panel']>) => ({
  deal: (deal: BundledDeal): BundledDeal => ({
    ...deal,
    document: { ...deal.document, panel: { ...deal.document.panel, ...change } },
  }),
})
const inDraw = (change: (draw: BundledDraw) => Partial<BundledDraw>) => ({
  draw: (draw: BundledDraw): BundledDraw => ({ ...draw, ...change(draw) }),
})
const inRound = (at: number, change: (round: Round) => Partial<Round>) =>
  inDraw(({ rounds }) => ({ rounds: rounds.map((round, i) => (i === at ? { ...round, ...change(round) } : round)) }))
type Round = BundledDraw['rounds'][number]
const voteFor = (outcome: string) => ({ vote: (v: VoteMessage) => ({ ...v, outcome, title: voteTitle(outcome) }) })
const outsider = ({ rounds }: BundledDraw) =>
  MEMBERS.map(addressOf).find(
    (member) => member !== addressOf('member1') && !rounds[0]?.seats.some((s) => s.member === member),
  ) ?? addressOf('stranger')

const BONDED_LIES: Breaks[] = [
  ['bonds without a deal', 'deal', { bundle: ({ deal: _, ...b }) => b }, FIRE],
  ['a deal without bonds', 'deal', { bundle: (b) => ({ ...b, deal: bonded.deal }) }],
  ['a deal with another creator', 'deal', inDeal({ creator: addressOf('stranger') }), FIRE],
  ['a deal with another counterparty', 'deal', inDeal({ counterparty: addressOf('stranger') }), FIRE],
  ['a deal about other intents', 'deal', inDeal({ finalHash: other }), FIRE],
  ['a deal about other terms', 'deal', inDeal({ salt: other }), FIRE],
  ['a deal that asks for responses, in FIRE', 'deal', inDeal({ respondBy: '1796227200' }), FIRE],
  ['a deal that asks for none, in ENFORCED', 'deal', inDeal({ respondBy: '0' }), { mode: 'ENFORCED' }],
  ['a larger bond than was signed about', 'outcome', { bundle: larger }, FIRE],
  ['an intent for another escrow than the deal’s', 'creator intent', { bundle: elsewhere }, FIRE],
  ['an intent that says nothing is bonded', 'creator intent', { intent: (m) => ({ ...m, bond: 'none' }) }, FIRE],
  ['a refund of less', 'amounts', { receipt: paying(0) }, FIRE],
  ['a refund of less, by the clock', 'amounts', { receipt: paying(1) }, { mode: 'FIRE', ending: 'clock' }],
  ['a win that pays less', 'amounts', { receipt: paying(0) }, { mode: 'FIRE', ending: 'oracle' }],
  ['a verdict that pays less', 'amounts', { receipt: paying(0) }, BONDED_PANEL],
  ['a loser who is paid', 'amounts', { receipt: paysLoser }, BONDED_PANEL],
  ['somebody paid twice', 'amounts', { receipt: (r) => ({ ...r, amounts: r.amounts.concat(r.amounts) }) }, FIRE],
  [
    'another asset than the bonds’',
    'amounts',
    { receipt: (r) => ({ ...r, amounts: r.amounts.map((a) => ({ ...a, asset: 'eip155:1/slip44:60' })) }) },
    FIRE,
  ],
  ['a token’s bonds paid in coin', 'amounts', inDeal({ token: addressOf('desk') }), { mode: 'FIRE', ending: 'clock' }],
  ['another transaction than the log names', 'escrow', { deal: (d) => ({ ...d, ended_tx: other }) }, FIRE],
  [
    'bonds paid out by the desk',
    'escrow',
    { log: (entries) => entries.map((e, i) => (i === entries.length - 1 ? { ...e, actor: 'desk' } : e)) },
    FIRE,
  ],

  ['a moderator nobody named', 'outcome', { intent: (m) => ({ ...m, resolution: 'both sign' }) }, MODERATED],
  [
    'a moderator the deal does not name',
    'outcome',
    inDeal({ resolver: addressOf('desk') }),
    { mode: 'FIRE', ending: 'moderator' },
  ],
  ['two moderators', 'outcome', { settlement: (items) => [...items, ...items] }, MODERATED],
  ['a moderator who signed nothing', 'outcome', { settlement: () => [] }, MODERATED],
  ['a moderator’s quorum of two', 'outcome', { receipt: quorum({ k: 2, m: 2 }) }, MODERATED],
  ['a moderator who says something else', 'outcome', { receipt: (r) => ({ ...r, outcome: 'DRAW' }) }, MODERATED],
  ['a feed the deal does not name', 'outcome', inDeal({ oracle: noFeed }), { mode: 'FIRE', ending: 'oracle' }],
  [
    'a feed that says a draw',
    'outcome',
    { receipt: (r) => ({ ...r, outcome: 'DRAW' }) },
    { mode: 'FIRE', ending: 'oracle' },
  ],
  ['a feed with a quorum of two', 'outcome', { receipt: quorum({ k: 2, m: 2 }) }, { mode: 'FIRE', ending: 'oracle' }],
  ['nothing signed, and no chain to have seen it', 'outcome', { settlement: () => [] }],

  ['a vote for another outcome', 'outcome', voteFor('DRAW'), PANEL],
  [
    'a vote whose title says something else',
    'outcome',
    { vote: (v) => ({ ...v, title: 'Countersign: vote for DRAW' }) },
    PANEL,
  ],
  ['a vote about other intents', 'outcome', { vote: (v) => ({ ...v, final: other }) }, PANEL],
  ['a vote about another dispute', 'outcome', { vote: (v) => ({ ...v, deal: other }) }, PANEL],
  ['a vote about another deal', 'outcome', { vote: (v) => ({ ...v, deal: other }) }, BONDED_PANEL],
  ['a vote of a round that never was', 'outcome', { vote: (v) => ({ ...v, round: 7 }) }, PANEL],
  [
    'a vote of an older round on chain',
    'outcome',
    { vote: (v) => ({ ...v, round: 0 }) },
    { mode: 'FIRE', ending: 'redrawn' },
  ],
  [
    'a vote for an escrow, unbonded',
    'outcome',
    { voteDomain: (d) => ({ ...d, verifyingContract: addressOf('desk') }) },
    PANEL,
  ],
  [
    'a vote for another escrow',
    'outcome',
    { voteDomain: (d) => ({ ...d, verifyingContract: addressOf('desk') }) },
    BONDED_PANEL,
  ],
  ['a vote for another chain', 'outcome', { voteDomain: (d) => ({ ...d, chainId: 1 }) }, BONDED_PANEL],
  ['one vote twice', 'outcome', { votes: ([first]) => (first ? [first, first] : []) }, PANEL],
  ['a vote too few', 'outcome', { votes: (items) => items.slice(1) }, PANEL],
  ['no votes', 'outcome', { votes: () => [] }, PANEL],
  [
    'a vote under another name',
    'outcome',
    { votes: (items) => items.map((vote, i) => (i === 0 ? { ...vote, signer: addressOf('stranger') } : vote)) },
    PANEL,
  ],
  [
    'other votes than the receipt names',
    'outcome',
    { receipt: (r) => ({ ...r, case: r.case && { ...r.case, votes: [other] } }) },
    PANEL,
  ],
  ['a panel of another size', 'outcome', { receipt: quorum({ k: 2, m: 5 }) }, PANEL],
  [
    'a verdict the log does not end with',
    'outcome',
    { log: (e) => e.map((x) => (x.after === 'COMPLETED' ? { ...x, after: 'EXPIRED' } : x)) },
    PANEL,
  ],

  ['a dispute left out', 'case', { bundle: (b) => ({ ...b, draw: null }) }, PANEL],
  [
    'a dispute that decided nothing',
    'case',
    { receipt: (r) => ({ ...r, quorum: { kind: 'parties', k: 2, m: 2 } }) },
    PANEL,
  ],
  ['another dispute', 'case', { bundle: aboutAnother }, PANEL],
  ['a dispute about other intents', 'case', inDraw((d) => ({ case: { ...d.case, final: other } })), PANEL],
  ['a dispute about another deal', 'case', inDraw((d) => ({ case: { ...d.case, deal: other } })), BONDED_PANEL],
  ['a dispute nobody of them opened', 'case', inDraw((d) => ({ case: { ...d.case, opener: STRANGER } })), PANEL],

  [
    'a roster with a row more',
    'draw',
    inDraw((d) => ({ roster: { ...d.roster, rows: [...d.roster.rows, { id: 'x', weight: '1' }] } })),
    PANEL,
  ],
  [
    'a roster with a row twice',
    'draw',
    inDraw((d) => ({ roster: { ...d.roster, rows: [...d.roster.rows, ...d.roster.rows] } })),
    PANEL,
  ],
  [
    'a roster with another weight',
    'draw',
    inDraw((d) => ({ roster: { ...d.roster, rows: d.roster.rows.map((r) => ({ ...r, weight: '7' })) } })),
    PANEL,
  ],
  ['a roster with another root', 'draw', inDraw((d) => ({ roster: { ...d.roster, root: other } })), PANEL],
  ['a roster with another sum', 'draw', inDraw((d) => ({ roster: { ...d.roster, total_weight: '1' } })), PANEL],
  ['a roster nobody signed', 'draw', { intent: (m) => ({ ...m, resolution: 'by a panel' }) }, PANEL],
  ['a roster the deal does not name', 'draw', inPanel({ root: other }), BONDED_PANEL],
  ['a weight the deal does not name', 'draw', inPanel({ totalWeight: '1' }), BONDED_PANEL],
  ['a panel the deal does not name', 'draw', inPanel({ k: 3 }), BONDED_PANEL],
  ['a minority', 'draw', inDraw(() => ({ k: 1 })), PANEL],
  [
    'a panel of another size than was signed',
    'draw',
    { intent: (m) => ({ ...m, resolution: m.resolution.replace('2 of a panel of 3', '1 of a panel of 1') }) },
    PANEL,
  ],
  ['votes left out', 'outcome', { bundle: (b) => ({ ...b, settlement: [] }) }, BONDED_PANEL],
  [
    'somebody struck the deal does not bar',
    'draw',
    inDraw((d) => ({ excluded: [{ member: outsider(d), reason: 'STRUCK' }] })),
    BONDED_PANEL,
  ],
  ['another seed', 'draw', inRound(0, () => ({ seed: other })), PANEL],
  ['another block hash', 'draw', inRound(0, () => ({ block_hash: other })), PANEL],
  ['another seed on chain', 'draw', inRound(0, () => ({ seed: other })), BONDED_PANEL],
  ['a member who was not drawn', 'draw', inDraw((d) => swapMember(d, outsider(d))), PANEL],
  ['a member who was not drawn, on chain', 'draw', inDraw((d) => swapMember(d, outsider(d))), BONDED_PANEL],
  ['a struck member', 'draw', inDraw((d) => swapMember(d, addressOf('member1'))), BONDED_PANEL],
  ['seats in another order', 'draw', inRound(0, ({ seats }) => ({ seats: swap(seats) })), PANEL],
  ['seats in another order, on chain', 'draw', inRound(0, ({ seats }) => ({ seats: swap(seats) })), BONDED_PANEL],
  [
    'a seat twice',
    'draw',
    inRound(0, ({ seats: [a, b] }) => ({ seats: [a, b, b].filter((s) => s !== undefined) })),
    PANEL,
  ],
  ['a seat too few', 'draw', inRound(0, ({ seats }) => ({ seats: seats.slice(0, 2) })), PANEL],
  [
    'another attempt',
    'draw',
    inRound(0, ({ seats }) => ({ seats: seats.map((s) => ({ ...s, attempt: s.attempt + 1 })) })),
    PANEL,
  ],
  [
    'another attempt, on chain',
    'draw',
    inRound(0, ({ seats }) => ({ seats: seats.map((s) => ({ ...s, attempt: s.attempt + 1 })) })),
    BONDED_PANEL,
  ],
  [
    'somebody left out who was not struck',
    'draw',
    inDraw((d) => ({
      excluded: [...d.excluded, { member: d.rounds[0]?.seats[0]?.member ?? addressOf('desk'), reason: 'STRUCK' }],
    })),
    PANEL,
  ],
  ['a first round left out', 'draw', inDraw(({ rounds }) => ({ rounds: rounds.slice(1) })), REDRAWN],
  [
    'a replacement nobody drew',
    'draw',
    inRound(1, ({ seats }) => ({ seats: seats.map((s, i) => (i === 0 ? { ...s, attempt: 999 } : s)) })),
    REDRAWN,
  ],
  [
    'a kept member drawn by another attempt',
    'draw',
    inRound(1, ({ seats }) => ({ seats: seats.map((s, i) => (i === 2 ? { ...s, attempt: 999 } : s)) })),
    REDRAWN,
  ],

  [
    'another block than the second after',
    'seed',
    inRound(0, ({ block_number }) => ({ block_number: block_number + 1 })),
    PANEL,
  ],
  ['a later round by an earlier block', 'seed', inRound(1, () => ({ block_number: 1 })), REDRAWN],
  ['a block of another chain', 'seed', inRound(0, () => ({ chain_id: 1 })), PANEL],
  ['a block of another chain than the deal', 'seed', inRound(0, () => ({ chain_id: 1 })), BONDED_PANEL],
  ['a dispute nobody timestamped', 'seed', inDraw(({ anchored }) => ({ anchored: anchored.slice(0, 1) })), PANEL],
  ['a roster nobody timestamped', 'seed', inDraw(({ anchored }) => ({ anchored: anchored.slice(1) })), PANEL],
  [
    'a Merkle proof cut short',
    'seed',
    inDraw(({ anchored }) => ({ anchored: anchored.map((leaf) => ({ ...leaf, proof: [] })) })),
    PANEL,
  ],
  [
    'a dispute timestamped later',
    'seed',
    inDraw(({ anchored }) => ({
      anchored: anchored.map((l) => ({ ...l, anchor: { ...l.anchor, block_number: 20_302_000 } })),
    })),
    PANEL,
  ],
]

function quorum(change: { k: number; m: number }) {
  return (receipt: ChallengeReceipt): ChallengeReceipt => ({ ...receipt, quorum: { ...receipt.quorum, ...change } })
}
function paysLoser(receipt: ChallengeReceipt): ChallengeReceipt {
  const [paid] = receipt.amounts
  const did = receipt.parties[1]?.did ?? ''
  return { ...receipt, amounts: paid ? [paid, { ...paid, did, amount: '1' }] : [] }
}
function aboutAnother(bundle: UnsealedBundle): UnsealedBundle {
  const { draw } = bundle
  if (!draw || !isCaseDraw(draw)) return bundle
  return { ...bundle, draw: { ...draw, case: { ...draw.case, reason_hash: other } } }
}
function larger(bundle: UnsealedBundle): UnsealedBundle {
  const { deal } = bundle
  return deal
    ? { ...bundle, deal: { ...deal, document: { ...deal.document, creatorBond: '200000000000000000' } } }
    : bundle
}
function elsewhere(bundle: UnsealedBundle): UnsealedBundle {
  return bundle.deal ? { ...bundle, deal: { ...bundle.deal, escrow: addressOf('desk') } } : bundle
}
function swapMember({ rounds }: BundledDraw, member: Hex): Partial<BundledDraw> {
  const change = (round: Round) => ({ ...round, seats: round.seats.map((s, i) => (i === 0 ? { ...s, member } : s)) })
  return { rounds: rounds.map(change) }
}

describe('a lie', () => {
  it.each([...LIES, ...BONDED_LIES])('in the form of %s breaks %s', async (_, link, change, recipe) => {
    const { bytes } = await makeBundle({ ...recipe, change })
    const report = await verifyBundle(bytes, { asOf, desk: DESK })
    const named = report.links.filter(({ name }) => name === link)
    expect(named.map(({ verdict }) => verdict)).toContain('broken')
    expect(report.exit).toBe(1)
  })
})

describe('a draw of billions of attempts', () => {
  const endless = inRound(0, ({ seats }) => ({
    seats: seats.map((seat, i) => (i === seats.length - 1 ? { ...seat, attempt: 4_294_967_295 } : seat)),
  }))

  it.each([PANEL, BONDED_PANEL])('is not repeated, and nobody waits for it', async (recipe) => {
    const { bytes } = await makeBundle({ ...recipe, change: endless })
    const report = await verifyBundle(bytes, { asOf, desk: DESK })
    expect(report.links.find(({ name }) => name === 'draw')).toMatchObject({ verdict: 'unverifiable' })
    expect(report.exit).not.toBe(0)
  })
})
