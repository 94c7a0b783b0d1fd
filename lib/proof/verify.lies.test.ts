import { describe, expect, it } from 'vitest'
import type { Bundle } from './bundle'
import type { IntentPayload } from './commitment'
import { pkhDid } from './did'
import { type Hex, keccakHex, ZERO_HASH } from './hash'
import { makeBundle, type Recipe } from './make-bundle.fixture'
import type { ChallengeReceipt } from './receipt'
import { addressOf, DESK, signAs } from './sign.fixture'
import { type IntentMessage, settleTitle } from './typed-data'
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

const { bundle: whole } = await makeBundle()

/** What a dishonest desk could make: one lie, and everything after it hashed and sealed as usual. */
const LIES: Breaks[] = [
  ['parties that do not fit the mode', 'receipt', { receipt: (r) => ({ ...r, parties: r.parties.slice(0, 1) }) }],
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

describe('a lie', () => {
  it.each(LIES)('in the form of %s breaks %s', async (_, link, change, recipe) => {
    const { bytes } = await makeBundle({ ...recipe, change })
    const report = await verifyBundle(bytes, { asOf, desk: DESK })
    const named = report.links.filter(({ name }) => name === link)
    expect(named.map(({ verdict }) => verdict)).toContain('broken')
    expect(report.exit).toBe(1)
  })
})
