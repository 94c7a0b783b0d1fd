import { createPublicClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDemoAuditors } from '@/lib/agent/ensure-demo-auditors'
import { addSeconds, currentTime } from '@/lib/clock'
import { currentRoster } from '@/lib/committee/load-roster'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { ErrorCode } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { ESCROW_ABI } from '@/lib/stake/escrow-abi'
import { findDeal } from '@/lib/stake/store'
import { ownDesk } from '@/test/desk-environment'
import { as, type Body, didOf, draft, gatekeeperBody, inviteOf, sentChallenge, sign } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { addresses, deployTestContract, rpcUrl } from '@/test/services/chain'
import { acceptChallenge } from './accept'
import { counterChallenge } from './counter'
import { getIntent } from './get-intent'
import { patchChallenge } from './patch'
import { CounterChallenge, PatchChallenge } from './schemas'
import { sendChallenge } from './send'
import type { TermsDoc } from './terms'

let desk: Awaited<ReturnType<typeof ownDesk>>
let creator: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  desk = await ownDesk()
  ;[creator, bob, eve] = await Promise.all([person(), person(), person()])
  await ensureDemoAuditors(systemContext('test'))
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const db = () => database().prisma
const refuses = (call: Promise<unknown>, code: ErrorCode, path?: string) =>
  expect(call).rejects.toMatchObject({ code, ...(path ? { fields: [{ path }] } : {}) })
const row = (id: string) => db().challenge.findUniqueOrThrow({ where: { id } })
const in_ = (seconds: number) => addSeconds(currentTime(), seconds).toISOString()

const token = () => addresses().testToken as Hex
const feed = () => addresses().testFeed as Hex
/** Accounts the local roster lists. */
const LISTED = '0x71be63f3384f5fb98995898a86b02fb2426c5788'

const fire = (over: Body = {}): Body => ({
  mode: 'FIRE',
  title: 'The bridge opens on Friday',
  bond: { network: 'local', token_address: token(), creator: '1000003', counterparty: '999997' },
  ...over,
})
const enforced = (over: Body = {}): Body => ({
  ...fire({ mode: 'ENFORCED', bond: { network: 'local', creator: '5', counterparty: '7', creator_base: '2' } }),
  counterparty: bob.address,
  ...over,
})
const oracle = (over: object = {}) => ({
  strategy: 'ORACLE',
  oracle: {
    feed: feed(),
    comparator: 'gte',
    threshold: '300000000000',
    not_before: in_(7200),
    max_age_seconds: 3600,
    ...over,
  },
})
const panel = (over: object = {}) => ({ strategy: 'COMMITTEE', panel: { k: 2, m: 3, ...over } })

async function accepted(body: Body, by: Person = bob) {
  const sent = await sentChallenge(creator, body)
  const invite = inviteOf(sent)
  const signature = await sign(by, sent.id, { action: 'accept', invite })
  return acceptChallenge(as(by), { id: sent.id, signature, invite })
}

/** The deal the desk keeps of a challenge, and the id the contract gives it. */
async function dealOf(challengeId: string) {
  const deal = await findDeal(sqlOver(database().pool), { challengeId })
  if (!deal) throw new Error('There is no deal')
  const client = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
  const idOnChain = await client.readContract({
    address: deal.escrow,
    abi: ESCROW_ABI,
    functionName: 'idOf',
    args: [{ ...deal.deal, panel: { ...deal.deal.panel, struck: [...deal.deal.panel.struck] } }],
  })
  return { ...deal, idOnChain }
}

describe('a bonded challenge, until both have signed', () => {
  const bodies: [string, () => Body, object][] = [
    ['FIRE', () => fire(), { deal: { creatorBond: 1_000_003n, counterpartyBond: 999_997n, respondBy: 0n } }],
    ['ENFORCED', () => enforced(), { deal: { creatorBond: 5n, counterpartyBond: 7n, creatorBase: 2n } }],
    [
      'with a moderator',
      () => fire({ resolution: { strategy: 'MODERATOR', moderator: eve.address } }),
      { deal: { resolver: expect.stringMatching(/^0x[0-9a-f]{40}$/) } },
    ],
    [
      'with an oracle',
      () => fire({ resolution: oracle() }),
      { deal: { oracle: { comparator: 0, threshold: 300_000_000_000n, maxAge: 3600n } } },
    ],
    ['with a panel', () => fire({ resolution: panel() }), { deal: { panel: { k: 2, m: 3 } } }],
  ]
  it.each(bodies)('%s: becomes the deal the contract knows it by', async (_, body, expected) => {
    const answer = await accepted(body())
    expect(answer).toMatchObject({ status: 'AWAITING_COUNTERPARTY', counterparty: didOf(bob) })
    expect(answer.accepted_at).not.toBeNull()
    expect(answer.commitments.final_hash).not.toBeNull()
    expect(answer.actions).not.toContain('accept')

    const { deadlines, dealId, termsHash, finalHash } = await row(answer.id)
    expect(answer.deadline?.at.toISOString()).toBe((deadlines as { deposit: string }).deposit)
    const deal = await dealOf(answer.id)
    expect(deal).toMatchObject(expected)
    expect(deal).toMatchObject({ id: dealId, escrow: addresses().escrow, deal: { salt: termsHash, finalHash } })
    expect(deal.deal).toMatchObject({ creator: creator.address, counterparty: bob.address })
    expect(deal.idOnChain).toBe(deal.id)
  })

  it('is signed in the domain of the escrow, by both', async () => {
    const { id } = await accepted(fire())
    const intents = await db().intent.findMany({ where: { challengeId: id } })
    const domains = intents.map(({ payload }) => (payload as { domain: object }).domain)
    const domain = { name: 'Countersign', version: '1', chainId: 31337, verifyingContract: addresses().escrow }
    expect(domains).toEqual([domain, domain])
  })

  it('says in the text what is at risk and who decides', async () => {
    const { id } = await draft(creator, fire({ resolution: { strategy: 'MODERATOR', moderator: eve.address } }))
    const { typed_data } = await getIntent(as(creator), { id, action: 'send' })
    expect(typed_data.message).toMatchObject({
      bond: `creator 1.000003 tUSD, counterparty 0.999997 tUSD; token ${token()}; on Local chain (eip155:31337)`,
      resolution: `both sign the same outcome, or the moderator ${eve.address} signs one`,
    })
  })

  it('is accepted once, by the first', async () => {
    const sent = await sentChallenge(creator, fire())
    const invite = inviteOf(sent)
    const [byBob, byEve] = await Promise.all(
      [bob, eve].map((each) => sign(each, sent.id, { action: 'accept', invite })),
    )
    const accept = (each: Person, signature = '') => acceptChallenge(as(each), { id: sent.id, signature, invite })
    const results = await Promise.allSettled([accept(bob, byBob), accept(eve, byEve)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'E3015' } })
    expect(await db().deal.count({ where: { challengeId: sent.id } })).toBe(1)
  })

  it('takes a counter with other bonds, and makes the deal of those', async () => {
    const sent = await sentChallenge(creator, fire({ counterparty: bob.address }))
    const changes = { bond: { network: 'local', creator: '11', counterparty: '12' } }
    const { changes: parsed } = CounterChallenge.parse({ changes, signature: '0x' })
    const signature = await sign(bob, sent.id, { action: 'counter', changes: parsed })
    await counterChallenge(as(bob), { id: sent.id, changes: parsed, signature })
    const answer = await sign(creator, sent.id, { action: 'accept' })
    await acceptChallenge(as(creator), { id: sent.id, signature: answer })

    const deal = await dealOf(sent.id)
    expect(deal).toMatchObject({ deal: { creatorBond: 11n, counterpartyBond: 12n, counterparty: bob.address } })
    expect(deal.idOnChain).toBe(deal.id)
  })

  it('keeps the chain each party proved their wallet on', async () => {
    const onMainnet = await person({ chainId: 1 })
    const answer = await accepted(fire(), onMainnet)
    expect(answer.counterparty).toBe(`did:pkh:eip155:1:${onMainnet.address}`)
    expect(await row(answer.id)).toMatchObject({ counterpartyChainId: 1 })
  })

  it('is not for a contract that is proven on another chain', async () => {
    const { address } = await deployTestContract('owner-wallet', [creator.address])
    const wallet = { userId: creator.userId, address: address.toLowerCase(), chainId: 1, kind: 'CONTRACT' }
    const { id } = await db().wallet.create({ data: { id: crypto.randomUUID(), verifiedAt: new Date(), ...wallet } })
    await refuses(draft(creator, fire({ wallet_address: wallet.address })), 'E2008')
    await db().wallet.update({ where: { id }, data: { chainId: 31337 } })
    expect(await draft(creator, fire({ wallet_address: wallet.address }))).toMatchObject({ status: 'DRAFT' })
  })
})

describe('what a draft with bonds is refused for', () => {
  const rows: [string, () => Body, ErrorCode, string][] = [
    [
      'a token the desk does not list',
      () => fire({ bond: { network: 'local', token_address: feed(), creator: '1', counterparty: '1' } }),
      'E4003',
      'bond.token_address',
    ],
    [
      'more than the cap',
      () => fire({ bond: { network: 'local', creator: `${51n * 10n ** 18n}`, counterparty: '1' } }),
      'E4003',
      'bond.creator',
    ],
    [
      'a network without an escrow',
      () => fire({ bond: { network: 'eth-mainnet', creator: '1', counterparty: '1' } }),
      'E4003',
      'bond.network',
    ],
    [
      'a feed the desk does not list',
      () => fire({ resolution: oracle({ feed: token() }) }),
      'E9004',
      'resolution.oracle.feed',
    ],
    ['a panel larger than the roster', () => fire({ resolution: panel({ k: 5, m: 9 }) }), 'E4004', 'resolution.panel'],
    [
      'a roster that is to come',
      () => fire({ resolution: panel({ epoch: 2_000_000_000 }) }),
      'E4004',
      'resolution.panel.epoch',
    ],
    [
      'its creator as the moderator',
      () => fire({ resolution: { strategy: 'MODERATOR', moderator: creator.address } }),
      'E3024',
      'resolution.moderator',
    ],
    [
      'its counterparty as the moderator',
      () => fire({ counterparty: bob.address, resolution: { strategy: 'MODERATOR', moderator: bob.address } }),
      'E3024',
      'resolution.moderator',
    ],
  ]
  it.each(rows)('%s', async (_, body, code, path) => {
    await refuses(draft(creator, body()), code, path)
  })

  it('a moderator who is the counterparty under another wallet', async () => {
    const other = `0x${'0b'.repeat(20)}`
    const wallet = {
      id: crypto.randomUUID(),
      userId: bob.userId,
      address: other,
      chainId: 31337,
      verifiedAt: new Date(),
    }
    await db().wallet.create({ data: wallet })
    const resolution = { strategy: 'MODERATOR', moderator: other }
    await refuses(draft(creator, fire({ counterparty: bob.address, resolution })), 'E3024', 'resolution.moderator')

    const sent = await sentChallenge(creator, fire({ resolution }))
    const invite = inviteOf(sent)
    const signature = await sign(bob, sent.id, { action: 'accept', invite })
    await refuses(acceptChallenge(as(bob), { id: sent.id, signature, invite }), 'E3024', 'resolution.moderator')
    await db().wallet.delete({ where: { id: wallet.id } })
  })
})

describe('the roster that is signed', () => {
  const termsOf = async (id: string) => {
    const { termsDoc } = await db().challengeRevision.findFirstOrThrow({
      where: { challengeId: id },
      orderBy: { revision: 'desc' },
    })
    return (termsDoc as unknown as TermsDoc).resolution.panel
  }

  it('is the newest, with its root, its weight and the parties struck', async () => {
    const roster = await currentRoster(creator.ctx)
    const sent = await sentChallenge(
      creator,
      fire({ counterparty: bob.address, resolution: panel({ struck: [LISTED] }) }),
    )
    expect(await termsOf(sent.id)).toEqual({
      epoch: roster.epoch,
      k: 2,
      m: 3,
      struck: [LISTED, creator.address, bob.address],
      root: roster.root,
      total_weight: roster.totalWeight.toString(),
    })
  })

  it('strikes whoever is close to a party', async () => {
    const member = await person({ index: 11 })
    const [organization, other] = [crypto.randomUUID(), crypto.randomUUID()]
    await db().organization.createMany({
      data: [
        { id: organization, name: 'Both' },
        { id: other, name: 'Neither' },
      ],
    })
    await db().membership.createMany({
      data: [member, creator].map(({ userId }) => ({ organizationId: organization, userId, role: 'member' })),
    })
    const sent = await sentChallenge(creator, fire({ resolution: panel() }))
    expect((await termsOf(sent.id))?.struck).toEqual([creator.address, member.address])
    await db().membership.deleteMany({ where: { organizationId: organization } })
  })

  it('has to be signed anew by somebody it could not judge', async () => {
    const member = await person({ index: 12 })
    const sent = await sentChallenge(creator, fire({ resolution: panel() }))
    const invite = inviteOf(sent)
    const organizationId = crypto.randomUUID()
    await db().organization.create({ data: { id: organizationId, name: 'Both' } })
    await db().membership.createMany({
      data: [member, bob].map(({ userId }) => ({ organizationId, userId, role: 'member' })),
    })
    const signature = await sign(bob, sent.id, { action: 'accept', invite })
    await refuses(acceptChallenge(as(bob), { id: sent.id, signature, invite }), 'E4004')
    expect(await row(sent.id)).toMatchObject({ acceptedAt: null, dealId: null })

    const countered = await sign(bob, sent.id, { action: 'counter', changes: {}, invite })
    await counterChallenge(as(bob), { id: sent.id, changes: {}, signature: countered, invite })
    expect((await termsOf(sent.id))?.struck).toEqual([creator.address, bob.address, member.address])
    const answer = await sign(creator, sent.id, { action: 'accept' })
    await acceptChallenge(as(creator), { id: sent.id, signature: answer })
    const deal = await dealOf(sent.id)
    expect(deal.deal.panel.struck).toEqual([creator.address, bob.address, member.address])
    expect(deal.idOnChain).toBe(deal.id)
    await db().membership.deleteMany({ where: { organizationId } })
  })

  it('is kept when a draft is changed elsewhere, and goes with the panel', async () => {
    const { id } = await draft(creator, fire({ resolution: panel() }))
    const before = (await row(id)).resolution
    await patchChallenge(as(creator), { id, ...PatchChallenge.parse({ title: 'Another title' }) })
    expect((await row(id)).resolution).toEqual(before)
    await patchChallenge(as(creator), { id, ...PatchChallenge.parse({ resolution: { strategy: 'MUTUAL' } }) })
    expect((await row(id)).resolution).toEqual({ strategy: 'MUTUAL' })
  })

  it('may decide about a challenge without bonds too', async () => {
    const sent = await sentChallenge(creator, gatekeeperBody(undefined, { resolution: panel() }))
    expect((await termsOf(sent.id))?.struck).toEqual([creator.address])
  })
})

describe('a SOLO challenge with an oracle', () => {
  it('asks on the chain of its creator’s wallet', async () => {
    const body = { mode: 'SOLO', title: 'ETH above 3 000', resolution: oracle({ not_before: in_(60) }) }
    const { id } = await draft(creator, body)
    const { typed_data } = await getIntent(as(creator), { id, action: 'confirm' })
    expect(typed_data.message.resolution).toContain(`the feed TEST / USD ${feed()} from`)
    expect(typed_data.domain).not.toHaveProperty('verifyingContract')

    const onMainnet = await person({ chainId: 1 })
    await refuses(draft(onMainnet, body), 'E9004', 'resolution.oracle.feed')
  })

  it('is not asked about what is known when it is signed', async () => {
    const body = { mode: 'SOLO', title: 'ETH above 3 000', resolution: oracle({ not_before: in_(60) }) }
    const { id } = await draft(creator, body)
    const later = addSeconds(currentTime(), 3600)
    await refuses(getIntent(as(creator, later), { id, action: 'confirm' }), 'E3004', 'resolution.oracle.not_before')
  })
})

describe('sending a bonded challenge', () => {
  it('late is refused before anything is signed', async () => {
    const { id } = await draft(creator, fire({ expires_at: in_(600), resolution_due_at: in_(4500) }))
    const signature = await sign(creator, id, { action: 'send' })
    const later = addSeconds(currentTime(), 700)
    await refuses(getIntent(as(creator, later), { id, action: 'send' }), 'E3004')
    await refuses(sendChallenge(as(creator, later), { id, signature }), 'E3004')
  })
})

describe('a mode that is switched off', () => {
  it('is refused', async () => {
    const names = ['FF_FIRE_MODE', 'FF_ENFORCED_MODE']
    await db().featureFlag.createMany({ data: names.map((name) => ({ name, enabled: false })) })
    // Rows are read anew every two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    await refuses(draft(creator, fire()), 'E9010')
    await refuses(draft(creator, enforced()), 'E9010')
    expect(await draft(creator)).toMatchObject({ mode: 'GATEKEEPER' })
  })
})

describe('the moderator', () => {
  it('sees what they were named in and is asked to sign only how it ends', async () => {
    const resolution = { strategy: 'MODERATOR', moderator: eve.address }
    const { id } = await accepted(gatekeeperBody(undefined, { resolution, visibility: 'parties' }))
    await refuses(getIntent(as(eve), { id, action: 'moderate', outcome: 'FULFILLED' }), 'E3020')
    await db().challenge.update({ where: { id }, data: { status: 'INTENT_LOCKED' } })
    await refuses(getIntent(as(eve), { id, action: 'moderate' }), 'E9004', 'outcome')
    await refuses(getIntent(as(bob), { id, action: 'moderate', outcome: 'FULFILLED' }), 'E3020')
    const { typed_data } = await getIntent(as(eve), { id, action: 'moderate', outcome: 'CREATOR_WIN' })
    expect(typed_data).toMatchObject({ primaryType: 'Settle', message: { outcome: 'CREATOR_WIN', challenge: id } })
  })
})
