import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, Refused } from './client'
import { stateOf, withDatabase } from './database'
import { completed, gatekeeper, inviteOf } from './deals'
import { type Desk, startDesk } from './desk'
import { highS, type Scene, setScene } from './scene'

const UNKNOWN_ID = '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10'
const NO_HASH = `0x${'0'.repeat(64)}`
/** A checksum with one letter in the wrong case. */
const BAD_CHECKSUM = '0x52908400098527886E0F7030069857D2E4169Ee7'
const MAX_BYTES = 256 * 1024
const bond = { network: 'local', creator: '1', counterparty: '1' }
const fire = (over: object) => ({ mode: 'FIRE', title: 'Bet', bond, ...over })
const panel = (k: number, m: number) => ({ strategy: 'COMMITTEE', panel: { k, m } })
const json = { 'content-type': 'application/json' }

let desk: Desk
let scene: Scene

beforeAll(async () => {
  desk = await startDesk()
  scene = await setScene(desk)
})
afterAll(() => desk?.close())

/** `bytes` of a body without a Content-Length. */
function streamOf(bytes: number): ReadableStream<Uint8Array> {
  const text = new TextEncoder().encode(JSON.stringify(gatekeeper(undefined, { description: 'x'.repeat(bytes) })))
  return new ReadableStream({
    start(controller) {
      controller.enqueue(text)
      controller.close()
    },
  })
}

type Row = [name: string, status: number, code: string, ask: (s: Scene) => Promise<Answer>]

const shapes: Row[] = [
  [
    'JSON that is cut off',
    400,
    'E9004',
    (s) => s.post(s.creator, '/challenges', undefined, { raw: '{"mode":', headers: json }),
  ],
  ['a list instead of an object', 400, 'E9004', (s) => s.create([])],
  ['an empty body', 400, 'E9004', (s) => s.post(s.creator, '/challenges')],
  ['a field nobody knows', 400, 'E9004', (s) => s.create(gatekeeper(undefined, { titel: 'A bicycle' }))],
  ['a number for a title', 400, 'E9004', (s) => s.create(gatekeeper(undefined, { title: 5 }))],
  ['a title without a letter', 400, 'E9004', (s) => s.create(gatekeeper(undefined, { title: '  ' }))],
  ['text that turns the line around', 400, 'E9004', (s) => s.create(gatekeeper(undefined, { title: 'pay \u202e001' }))],
  ['an amount with a point', 400, 'E9004', (s) => s.create(gatekeeper('0.5'))],
  ['an amount as a number', 400, 'E9004', (s) => s.create(gatekeeper(5 as unknown as string))],
  [
    'a body over the limit',
    413,
    'E9012',
    (s) => s.create(gatekeeper(undefined, { description: 'x'.repeat(MAX_BYTES) })),
  ],
  [
    'a stream over the limit',
    413,
    'E9012',
    (s) => s.post(s.creator, '/challenges', undefined, { raw: streamOf(MAX_BYTES) }),
  ],
  ['plain text', 415, 'E9013', (s) => s.create(gatekeeper(), { headers: { 'content-type': 'text/plain' } })],
  [
    'a compressed body',
    415,
    'E9013',
    (s) => s.create(gatekeeper(), { headers: { ...json, 'content-encoding': 'gzip' } }),
  ],
  ['a page of no items', 400, 'E9004', (s) => s.creator.call('GET', '/challenges?limit=0')],
  ['a cursor of one’s own making', 400, 'E9004', (s) => s.creator.call('GET', '/challenges?cursor=abc')],
  ['a filter that is none', 400, 'E9004', (s) => s.creator.call('GET', '/challenges?status=OPEN')],
  ['an id that is none', 404, 'E3010', (s) => s.creator.call('GET', '/challenges/17')],
  ['an unknown address', 404, 'E9008', (s) => s.creator.call('GET', '/challenge')],
  ['an unknown address outside the version', 404, 'E9008', (s) => s.creator.call('POST', '/api/v2/challenges')],
  ['a method that is not taken', 405, 'E9011', (s) => s.creator.call('PUT', '/challenges')],
]

const values: Row[] = [
  ['a wrong checksum, of a wallet', 400, 'E1001', (s) => s.prove({ wallet_address: BAD_CHECKSUM })],
  [
    'a wrong checksum, of a counterparty',
    400,
    'E1001',
    (s) => s.create(gatekeeper(undefined, { counterparty: BAD_CHECKSUM })),
  ],
  ['a wrong checksum, of a wallet to check', 400, 'E2001', (s) => s.check({ wallet_address: BAD_CHECKSUM })],
  [
    'an unknown chain to sign in on',
    400,
    'E1002',
    (s) => s.prove({ wallet_address: s.bob.address, chain_id: 999_999 }),
  ],
  ['an unknown network to check', 400, 'E2002', (s) => s.check({ network: 'eip155:999999' })],
  ['an ERC20 without its token', 400, 'E2003', (s) => s.check({ asset_type: 'ERC20' })],
  ['a threshold of nothing', 400, 'E2005', (s) => s.check({ min_balance: '0' })],
  ['a threshold that does not fit', 400, 'E2005', (s) => s.check({ min_balance: (2n ** 256n).toString() })],
  ['a token of a native asset', 400, 'E2007', (s) => s.check({ token_address: s.eve.address })],
  ['a token that is none', 400, 'E2007', (s) => s.check({ asset_type: 'ERC20', token_address: s.eve.address })],
  ['an unknown mode', 400, 'E3001', (s) => s.create(gatekeeper(undefined, { mode: 'DUEL' }))],
  [
    'SOLO with a counterparty',
    400,
    'E3002',
    (s) => s.create({ mode: 'SOLO', title: 'Run', counterparty: s.bob.address }),
  ],
  ['FIRE without a bond', 400, 'E3003', (s) => s.create({ mode: 'FIRE', title: 'Bet' })],
  ['an end in the past', 400, 'E3004', (s) => s.create(gatekeeper(undefined, { expires_at: '2020-01-01T00:00:00Z' }))],
  ['GATEKEEPER without a requirement', 400, 'E3022', (s) => s.create({ mode: 'GATEKEEPER', title: 'Deal' })],
  [
    'an outcome that does not exist',
    400,
    'E3021',
    (s) => s.act(s.bob, s.inForce, 'confirm', { outcome: 'WON', signature: '0x' }),
  ],
  [
    'an outcome of another mode',
    400,
    'E3021',
    (s) => s.act(s.bob, s.inForce, 'confirm', { outcome: 'CREATOR_WIN', signature: '0x' }),
  ],
  ['a bond of nothing', 400, 'E4003', (s) => s.create(fire({ bond: { ...bond, creator: '0' } }))],
  ['a bond below nothing', 400, 'E4003', (s) => s.create(fire({ bond: { ...bond, counterparty: '-1' } }))],
  ['a bond over the cap', 400, 'E4003', (s) => s.create(fire({ bond: { ...bond, creator: `${10n ** 30n}` } }))],
  ['a bond in any token', 400, 'E4003', (s) => s.create(fire({ bond: { ...bond, token_address: s.eve.address } }))],
  ['a bond of one side', 400, 'E4003', (s) => s.create(fire({ bond: { network: 'local', creator: '1' } }))],
  ['a bond where none are held', 400, 'E4003', (s) => s.create(fire({ bond: { ...bond, network: 'eth-mainnet' } }))],
  ['a panel larger than the roster', 409, 'E4004', (s) => s.create(fire({ resolution: panel(16, 31) }))],
  ['a panel that can tie', 409, 'E4004', (s) => s.create(fire({ resolution: panel(3, 4) }))],
  [
    'a dispute too short for a panel',
    400,
    'E3004',
    (s) => s.create(fire({ resolution: panel(2, 3), enforced_config: { dispute_timeout_seconds: 3600 } })),
  ],
  ['ENFORCED with nobody named', 400, 'E3023', (s) => s.create(fire({ mode: 'ENFORCED' }))],
  [
    'a moderator who is the creator',
    400,
    'E3024',
    (s) => s.create(fire({ resolution: { strategy: 'MODERATOR', moderator: s.creator.address } })),
  ],
]

const receipts: Row[] = [
  [
    'a statement on no receipt',
    404,
    'E7001',
    (s) => s.post(s.bob, `/receipts/${NO_HASH}/attestations`, { type: 'AUDIT_PASS', signature: '0x' }),
  ],
  [
    'a score over one',
    400,
    'E9004',
    (s) => s.post(s.bob, `/receipts/${NO_HASH}/attestations`, { type: 'AUDIT_PASS', score: 1.1, signature: '0x' }),
  ],
  [
    'a statement on a deal',
    403,
    'E7002',
    (s) => s.post(s.bob, `/receipts/${s.receipt}/attestations`, { type: 'AUDIT_PASS', signature: '0x' }),
  ],
  ['an appeal of a deal', 409, 'E7006', (s) => s.post(s.bob, `/receipts/${s.receipt}/appeal`, {})],
  ['another’s attestation, or none', 404, 'E7001', (s) => s.bob.call('GET', `/attestations/${NO_HASH}`)],
  ['its revocation', 404, 'E7001', (s) => s.post(s.bob, `/attestations/${NO_HASH}/revoke`, {})],
]

const wallets: Row[] = [
  [
    'an unknown wallet challenge',
    404,
    'E1003',
    (s) => s.post(s.nobody, '/wallet/verify', { ...s.fresh, challenge_id: UNKNOWN_ID }),
  ],
  ['a used wallet challenge', 409, 'E1007', (s) => s.post(s.nobody, '/wallet/verify', s.spent)],
  ['an expired wallet challenge', 410, 'E1004', (s) => s.post(s.nobody, '/wallet/verify', s.late)],
  [
    'a signature that is no hexadecimal',
    400,
    'E1008',
    (s) => s.post(s.nobody, '/wallet/verify', { ...s.fresh, signature: 'yes' }),
  ],
  [
    'a signature that is too short',
    400,
    'E1008',
    (s) => s.post(s.nobody, '/wallet/verify', { ...s.fresh, signature: s.fresh.signature.slice(0, -4) }),
  ],
  [
    'a signature with the high s',
    400,
    'E1008',
    (s) => s.post(s.nobody, '/wallet/verify', { ...s.fresh, signature: highS(s.fresh.signature) }),
  ],
]

const people: Row[] = [
  ['a call by nobody', 401, 'E9005', (s) => s.post(s.nobody, '/challenges', gatekeeper())],
  [
    'a guessed token',
    401,
    'E9006',
    (s) => s.create(gatekeeper(), { headers: { authorization: 'Bearer cst_guessed' } }),
  ],
  [
    'a page of another origin',
    403,
    'E9007',
    (s) => s.create(gatekeeper(), { headers: { origin: 'https://evil.example' } }),
  ],
  ['another’s draft', 404, 'E3010', (s) => s.eve.call('GET', `/challenges/${s.draft.id}`)],
  [
    'another’s draft, to change it',
    404,
    'E3010',
    (s) => s.eve.call('PATCH', `/challenges/${s.draft.id}`, { body: { title: 'Mine' } }),
  ],
  ['another’s draft, to send it', 404, 'E3010', (s) => s.act(s.eve, s.draft, 'send', { signature: '0x' })],
  ['another’s deal', 404, 'E3010', (s) => s.eve.call('GET', `/challenges/${s.over.id}`)],
  ['another’s deal, its log', 404, 'E3010', (s) => s.eve.call('GET', `/challenges/${s.over.id}/events`)],
  ['another’s receipt', 404, 'E7001', (s) => s.eve.call('GET', `/receipts/${s.receipt}`)],
  ['another’s bundle', 404, 'E7001', (s) => s.eve.call('GET', `/receipts/${s.receipt}/bundle`)],
  ['another’s API key', 404, 'E9008', (s) => s.eve.call('DELETE', `/api-keys/${s.apiKey}`)],
  ['another’s session', 404, 'E9008', (s) => s.eve.call('DELETE', `/me/sessions/${s.session}`)],
  [
    'another’s organization, to act in it',
    403,
    'E9007',
    (s) => s.eve.call('GET', '/challenges', { headers: { 'x-organization': UNKNOWN_ID } }),
  ],
  ['another’s wallet', 403, 'E2008', (s) => s.check({ wallet_address: s.creator.address })],
  ['a requirement that was not signed', 403, 'E2009', (s) => s.check({ challenge_id: s.inForce.id, min_balance: '7' })],
  [
    'oneself as counterparty',
    400,
    'E3024',
    (s) => s.create(gatekeeper(undefined, { counterparty: s.creator.address })),
  ],
  [
    'one’s linked wallet as counterparty',
    400,
    'E3024',
    (s) => s.create(gatekeeper(undefined, { counterparty: s.linked })),
  ],
  [
    'one’s own offer, accepted',
    400,
    'E3024',
    (s) => s.act(s.creator, s.open, 'accept', { signature: '0x', invite: inviteOf(s.open) }),
  ],
  [
    'one’s own offer, accepted by the linked wallet',
    400,
    'E3024',
    (s) =>
      s.act(s.creator, s.open, 'accept', {
        signature: '0x',
        wallet_address: s.linked,
        invite: inviteOf(s.open),
      }),
  ],
]

const turns: Row[] = [
  [
    'confirming a draft',
    409,
    'E3020',
    (s) => s.act(s.creator, s.draft, 'confirm', { outcome: 'FULFILLED', signature: '0x' }),
  ],
  ['checking a draft', 409, 'E3014', (s) => s.act(s.creator, s.draft, 'verify')],
  ['sending twice', 409, 'E3014', (s) => s.act(s.creator, s.twice, 'send', s.sendTwice)],
  [
    'changing what was sent',
    409,
    'E3014',
    (s) => s.creator.call('PATCH', `/challenges/${s.open.id}`, { body: { title: 'New' } }),
  ],
  [
    'confirming what nobody accepted',
    409,
    'E3020',
    (s) => s.act(s.creator, s.open, 'confirm', { outcome: 'FULFILLED', signature: '0x' }),
  ],
  ['accepting what is accepted', 409, 'E3015', (s) => s.act(s.bob, s.inForce, 'accept', { signature: '0x' })],
  ['declining what is accepted', 409, 'E3014', (s) => s.act(s.bob, s.inForce, 'decline')],
  ['accepting what is over', 409, 'E3015', (s) => s.act(s.bob, s.over, 'accept', { signature: '0x' })],
  ['confirming again, on a page that is stale', 409, 'E3020', (s) => s.act(s.bob, s.over, 'confirm', s.lastWord)],
  ['cancelling what is over', 409, 'E3014', (s) => s.act(s.creator, s.over, 'cancel')],
  ['taking back what nobody offered', 409, 'E3014', (s) => s.act(s.creator, s.inForce, 'void')],
  [
    'a third party who confirms',
    403,
    'E3012',
    (s) => s.act(s.eve, s.inForce, 'confirm', { outcome: 'FULFILLED', signature: '0x' }),
  ],
  [
    'a third party with the invite of a named party',
    403,
    'E3012',
    (s) => s.act(s.eve, s.named, 'accept', { signature: '0x', invite: inviteOf(s.named) }),
  ],
  ['a third party without the invite', 403, 'E3012', (s) => s.act(s.eve, s.open, 'accept', { signature: '0x' })],
  ['an invite of an old revision', 409, 'E3016', (s) => s.nobody.call('GET', `/invites/${s.oldInvite}`)],
  [
    'an invite that we did not make',
    404,
    'E3010',
    (s) => s.nobody.call('GET', '/invites/AaH7rV4OcFy3H0E85xJPZwAAAAGDIyKQ-d5Ks3nbzlStvWzw'),
  ],
  [
    'a draft signed before it was changed',
    409,
    'E3016',
    (s) => s.act(s.creator, s.patched, 'send', { signature: s.signedBefore }),
  ],
  [
    'terms signed before they were changed',
    409,
    'E3016',
    (s) => s.act(s.bob, s.countered, 'accept', { signature: s.acceptedBefore }),
  ],
  [
    'terms nobody asked to sign',
    400,
    'E1005',
    (s) => s.act(s.bob, s.named, 'accept', { signature: `0x${'11'.repeat(65)}` }),
  ],
  ['an Idempotency-Key with another body', 422, 'E9009', (s) => s.create(gatekeeper('7'), s.usedKey)],
  [
    'an Idempotency-Key with a space',
    400,
    'E9004',
    (s) => s.create(gatekeeper(), { headers: { 'idempotency-key': 'a b' } }),
  ],
]

const state = () => withDatabase(desk.databaseUrl, stateOf)

describe.each([
  ['of requests out of shape', shapes],
  ['of values', values],
  ['of wallet proofs', wallets],
  ['about receipts and attestations', receipts],
  ['of people', people],
  ['of what is not one’s turn', turns],
] as const)('refusals %s', (_, rows) => {
  it.each(rows)('%s: %i %s, and nothing changes', async (_name, status, code, ask) => {
    const before = await state()
    const answer = await ask(scene)

    expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: `${desk.url}/docs/errors/${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      request_id: answer.headers.get('x-request-id'),
    })
    expect(await state()).toEqual(before)
  })
})

describe('a refusal', () => {
  it('names every field that is wrong', async () => {
    const answer = await scene.create({ ...gatekeeper(), titel: 'x', title: 5 })
    expect(answer.body.errors?.map(({ path }) => path).sort()).toEqual(['titel', 'title'])
  })

  it('of a method says which are taken', async () => {
    const answer = await scene.creator.call('PUT', '/challenges')
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST'])
  })

  it('of a wrong wallet uses the proof up, of a bad shape does not', async () => {
    const asked = await scene.bob.proveWallet()
    const badly = await scene.post(scene.nobody, '/wallet/verify', { ...asked, signature: '0x12' })
    expect(badly.body.code).toBe('E1008')
    const { challenge_id } = asked
    const foreign = await scene.eve.account.signMessage({ message: 'something else' })
    const wrongly = await scene.post(scene.nobody, '/wallet/verify', { challenge_id, signature: foreign })
    expect({ status: wrongly.status, code: wrongly.body.code }).toEqual({ status: 400, code: 'E1006' })

    const rightly = await scene.post(scene.nobody, '/wallet/verify', asked)
    expect({ status: rightly.status, code: rightly.body.code }).toEqual({ status: 409, code: 'E1007' })
  })

  it('stands in nobody’s way: the same people go on', async () => {
    expect(await scene.post(scene.nobody, '/wallet/verify', scene.fresh)).toMatchObject({ status: 200 })
    expect(await completed(scene.creator, scene.bob)).toMatchObject({ status: 'COMPLETED' })
    await expect(scene.nobody.post('/challenges', gatekeeper())).rejects.toThrow(Refused)
  })
})
