import { beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundleBytes } from './bundle'
import { type Hex, keccakHex, ZERO_HASH } from './hash'
import { jcs } from './jcs'
import { makeBundle, type Recipe, seal } from './make-bundle.fixture'
import { addressOf, DESK, signAs } from './sign.fixture'
import { domainFor } from './typed-data'
import { verifyBundle } from './verify'

const asOf = new Date('2027-02-01T00:00:00.000Z')
const check = (bytes: Uint8Array | string, desk?: string | string[]) => verifyBundle(bytes, { asOf, desk })
const checkMade = async (recipe: Recipe) => check((await makeBundle(recipe)).bytes, DESK)

/** The report without its details, as `name: verdict`. */
const verdicts = (report: Awaited<ReturnType<typeof check>>) =>
  Object.fromEntries(report.links.map(({ name, verdict }) => [name, verdict]))

const WHOLE = {
  'canonical bytes': 'proven',
  receipt: 'proven',
  'creator intent': 'proven',
  'counterparty intent': 'proven',
  'commitment chain': 'proven',
  outcome: 'proven',
  log: 'proven',
  funds: 'claimed',
  inclusion: 'proven',
  seal: 'proven',
  anchor: 'claimed',
}

/** With bonds, and judged by a panel, there is more to prove. */
const BONDED = { deal: 'proven', amounts: 'proven', escrow: 'claimed' }
const JUDGED = { case: 'proven', draw: 'proven', seed: 'claimed' }
/** Without bonds, who was left out of the draw is the desk's word. */
const JUDGED_HERE = { ...JUDGED, draw: 'claimed' }

describe('a valid bundle', () => {
  it('proves all but the chain’s time and the funds, and says as of when', async () => {
    const { bytes, receiptId, bundle } = await makeBundle()
    const report = await check(bytes, DESK)
    expect(verdicts(report)).toEqual(WHOLE)
    expect(report).toMatchObject({
      exit: 0,
      receipt_id: receiptId,
      outcome: 'FULFILLED',
      warnings: [],
      parties: bundle.receipt.parties,
    })
    expect(report.as_of).toBe('As of 2027-02-01T00:00:00.000Z; a later reversal is not visible offline.')
  })

  it('is the same each time it is made', async () => {
    expect((await makeBundle()).bytes).toEqual((await makeBundle()).bytes)
  })

  it.each<[string, Recipe, object, RegExp | null]>([
    ['SOLO', { mode: 'SOLO' }, { 'creator intent': 'proven', outcome: 'proven', funds: 'proven' }, null],
    ['ended by the clock', { ending: 'clock' }, { outcome: 'claimed' }, null],
    ['bonded', { mode: 'FIRE' }, { ...BONDED, outcome: 'proven' }, null],
    ['bonded, with responses', { mode: 'ENFORCED' }, { ...BONDED, outcome: 'proven' }, null],
    ['split', { mode: 'FIRE', ending: 'split' }, { ...BONDED, outcome: 'proven' }, null],
    ['bonded and ended by the clock', { mode: 'FIRE', ending: 'clock' }, { ...BONDED, outcome: 'claimed' }, null],
    ['signed past the desk', { mode: 'FIRE', ending: 'on chain' }, { ...BONDED, outcome: 'claimed' }, null],
    ['ended by a moderator', { ending: 'moderator' }, { outcome: 'proven' }, null],
    ['bonded and ended by a moderator', { mode: 'FIRE', ending: 'moderator' }, { ...BONDED, outcome: 'proven' }, null],
    ['redacted, ended by a moderator', { ending: 'moderator', redacted: true }, { outcome: 'claimed' }, /Redacted/],
    [
      'redacted and bonded, ended by a moderator',
      { mode: 'FIRE', ending: 'moderator', redacted: true },
      { ...BONDED, outcome: 'proven' },
      /Redacted/,
    ],
    ['ended by a feed', { mode: 'FIRE', ending: 'oracle' }, { ...BONDED, outcome: 'claimed' }, null],
    ['ended by a panel', { ending: 'panel' }, { ...JUDGED_HERE, outcome: 'proven' }, null],
    ['ended by a panel with new members', { ending: 'redrawn' }, { ...JUDGED_HERE, outcome: 'proven' }, null],
    [
      'ended by a panel, redacted',
      { ending: 'panel', redacted: true },
      { ...JUDGED_HERE, outcome: 'proven' },
      /Redacted/,
    ],
    [
      'bonded and ended by a panel whose votes the desk never saw',
      { mode: 'FIRE', ending: 'panel', change: { votes: () => [] } },
      { ...BONDED, ...JUDGED, outcome: 'claimed' },
      null,
    ],
    [
      'bonded and ended by a panel',
      { mode: 'FIRE', ending: 'panel' },
      { ...BONDED, ...JUDGED, outcome: 'proven' },
      null,
    ],
    [
      'bonded and ended by a second panel',
      { mode: 'ENFORCED', ending: 'redrawn' },
      { ...BONDED, ...JUDGED, outcome: 'proven' },
      null,
    ],
    [
      'taken to the chain in time, though the desk saw it later',
      { mode: 'FIRE', change: { settle: (message) => ({ ...message, validUntil: '1796203000' }) } },
      { outcome: 'proven' },
      null,
    ],
    [
      'redacted',
      { redacted: true },
      { intents: 'claimed', 'commitment chain': 'proven', outcome: 'proven' },
      /Redacted/,
    ],
    [
      'redacted SOLO',
      { mode: 'SOLO', redacted: true },
      { intents: 'claimed', 'commitment chain': 'proven', outcome: 'claimed' },
      /Redacted/,
    ],
    [
      'redacted and ended by the clock',
      { ending: 'clock', redacted: true },
      { intents: 'claimed', outcome: 'claimed' },
      /Redacted/,
    ],
    [
      'not anchored yet',
      { anchoredOn: 'nowhere' },
      { inclusion: 'claimed', anchor: 'claimed', seal: 'proven' },
      /Not anchored yet/,
    ],
    [
      'anchored on the local chain',
      { anchoredOn: 31337 },
      { inclusion: 'proven', anchor: 'claimed' },
      /local chain, worth nothing/,
    ],
  ])('may be %s', async (_, recipe, expected, warning) => {
    const report = await checkMade(recipe)
    expect(report.exit).toBe(0)
    expect(verdicts(report)).toMatchObject(expected)
    expect(report.warnings.join()).toMatch(warning ?? /^$/)
  })

  it('may leave the counterparty open in the creator’s intent', async () => {
    const open: Recipe = {
      change: {
        intent: (message, role) =>
          role === 'creator' ? { ...message, counterparty: 'anyone holding the invite' } : message,
      },
    }
    expect((await checkMade(open)).exit).toBe(0)
  })

  it('warns of a funds proof that did not pass', async () => {
    const failed: Recipe = {
      change: {
        bundle: (bundle) => ({ ...bundle, funds: bundle.funds.map((proof) => ({ ...proof, status: 'FAILED' })) }),
      },
    }
    expect((await checkMade(failed)).warnings.join()).toMatch('counterparty’s funds proof at the lock reads FAILED')
  })
})

describe('the seal', () => {
  it('is by the desk somebody names, in any spelling, or by some key', async () => {
    const { bytes } = await makeBundle()
    expect((await check(bytes, DESK.toUpperCase())).exit).toBe(0)
    expect((await check(bytes, [addressOf('stranger'), DESK])).exit).toBe(0)
    const unnamed = await check(bytes)
    expect(unnamed.exit).toBe(0)
    expect(unnamed.links.find(({ name }) => name === 'seal')?.detail).toMatch('not checked')
  })

  it('is broken when another desk was named', async () => {
    const { bytes } = await makeBundle()
    const report = await check(bytes, [addressOf('stranger')])
    expect(report.exit).toBe(1)
    expect(verdicts(report)).toEqual({ ...WHOLE, seal: 'broken' })
    expect((await check(bytes, [])).exit).toBe(1)
  })

  it('is broken when made for another chain', async () => {
    const { bundle } = await makeBundle()
    const { desk: _, ...rest } = bundle
    const resealed = { ...bundle, desk: (await seal({ ...rest, anchor: { state: 'pending' } })).desk }
    expect(verdicts(await check(bundleBytes(resealed)))).toMatchObject({ seal: 'broken' })
  })
})

const other: Hex = keccakHex('other')
describe('what this version cannot tell', () => {
  const byWalletContract: NonNullable<Recipe['change']>['payload'] = (payload, role) =>
    role === 'creator' ? { ...payload, signature: `0x${'ab'.repeat(120)}` } : payload

  it.each<[string, string, Recipe]>([
    ['a wallet contract’s intent', 'creator intent', { change: { payload: byWalletContract } }],
    [
      'an intent whose ECDSA signature is another’s',
      'creator intent',
      {
        change: { payload: (p, role) => (role === 'creator' ? { ...p, signature: flip(p.signature) } : p) },
      },
    ],
    [
      'a wallet contract’s outcome',
      'outcome',
      {
        change: { settlement: (items) => items.map((item) => ({ ...item, signature: '0x' })) },
      },
    ],
    [
      'a deal on a chain nobody knows',
      'deal',
      {
        mode: 'FIRE',
        change: {
          deal: (d) => ({ ...d, chain_id: 424242 }),
          intentDomain: (d) => ({ ...d, chainId: 424242 }),
          settleDomain: (d) => ({ ...d, chainId: 424242 }),
        },
      },
    ],
    [
      'a deal whose end the desk does not know',
      'escrow',
      { mode: 'FIRE', change: { deal: (d) => ({ ...d, ended_tx: null }) } },
    ],
    [
      'a party by did:key',
      'receipt',
      {
        change: {
          receipt: (r) => ({
            ...r,
            parties: [{ role: 'creator', did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' }],
          }),
        },
      },
    ],
    ['a chain nobody knows', 'anchor', { anchoredOn: 424242 }],
    ['a chain without EAS', 'anchor', { anchoredOn: 56 }],
    [
      'a bundle of another version',
      'form',
      { change: { sealed: (b) => ({ ...b, v: 'countersign.bundle/2' }) as never } },
    ],
    [
      'a receipt of another version',
      'form',
      { change: { bundle: (b) => ({ ...b, receipt: { ...b.receipt, v: 'countersign.receipt/2' } }) as never } },
    ],
  ])('%s', async (_, link, recipe) => {
    const report = await checkMade(recipe)
    expect(verdicts(report)[link]).toBe('unverifiable')
    expect(report.exit).toBe(2)
  })
})

describe('statements about the receipt', () => {
  async function withStatement(about: Hex | null, chainId: number, who: 'creator' | 'stranger') {
    const { bundle, receiptId } = await makeBundle()
    const { desk: _, ...rest } = bundle
    const message = {
      title: 'Countersign: statement',
      receipt: about ?? receiptId,
      round: 0,
      statement: 'COUNTERSIGNED',
      evidenceHash: ZERO_HASH,
    }
    const domain = domainFor(chainId)
    const statement = {
      message,
      domain,
      signer: addressOf(who),
      signature: await signAs(who, 'ReceiptStatement', domain, message),
    }
    return check(bundleBytes(await seal({ ...rest, statements: [statement] })), DESK)
  }

  it.each<[string, Hex | null, number, 'creator' | 'stranger', string, number]>([
    ['by a party is proven', null, 31337, 'creator', 'proven', 0],
    ['about another receipt is broken', other, 31337, 'creator', 'broken', 1],
    ['for another chain is broken', null, 1, 'creator', 'broken', 1],
    ['by somebody else cannot be told', null, 31337, 'stranger', 'unverifiable', 2],
  ])('%s', async (_, about, chainId, who, verdict, exit) => {
    const report = await withStatement(about, chainId, who)
    expect(verdicts(report).statements).toBe(verdict)
    expect(report.exit).toBe(exit)
  })
})

describe('any other input', () => {
  let bundle: Bundle
  beforeAll(async () => {
    bundle = (await makeBundle()).bundle
  })

  it.each<[string, () => Uint8Array | string, number]>([
    ['nothing', () => '', 1],
    ['text', () => 'hello', 1],
    ['bytes', () => new Uint8Array([0xff, 0x00, 0x7b]), 1],
    ['null', () => 'null', 1],
    ['a number', () => '1', 1],
    ['an empty object', () => '{}', 2],
    ['a deep array', () => '['.repeat(100_000) + ']'.repeat(100_000), 1],
    ['another document', () => jcs(bundle.receipt), 2],
    ['an unknown field', () => jcs({ ...bundle, note: 1 }), 1],
    ['an unknown field called __proto__', () => jcs(bundle).replace('"anchor":', '"__proto__":{"a":1},"anchor":'), 1],
    ['a missing field', () => jcs({ ...bundle, log: undefined }), 1],
    ['a field of another type', () => jcs({ ...bundle, log: {} }), 1],
    ['spaces', () => JSON.stringify(JSON.parse(jcs(bundle)), null, 2), 1],
    ['a line break at the end', () => `${jcs(bundle)}\n`, 1],
  ])('%s gives a report', async (_, input, exit) => {
    const report = await check(input())
    expect(report.exit).toBe(exit)
    expect(report.links.length).toBeGreaterThan(0)
  })

  it('names every link even when the bytes are not canonical', async () => {
    const report = await check(` ${jcs(bundle)}`, DESK)
    expect(verdicts(report)).toEqual({ ...WHOLE, 'canonical bytes': 'broken' })
  })

  it('finds __proto__ hidden in the data of a log entry', async () => {
    const text = jcs(bundle).replace('"data":{}', '"data":{"__proto__":{"a":1}}')
    expect(text).not.toBe(jcs(bundle))
    expect(verdicts(await check(text))).toMatchObject({ 'canonical bytes': 'proven', log: 'broken', seal: 'broken' })
  })
})

/** The same shape of signature, by another key. */
function flip(signature: Hex): Hex {
  const [first, ...rest] = signature.slice(2)
  return `0x${first === '1' ? '2' : '1'}${rest.join('')}`
}
