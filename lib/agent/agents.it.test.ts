import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { rosterCandidates } from '@/lib/committee/candidates'
import type { Ctx, UserActor } from '@/lib/context'
import { database } from '@/lib/db/client'
import type { ErrorCode } from '@/lib/errors'
import type { Reply } from '@/lib/http/reply'
import { createApiKey } from '@/lib/identity/api-key/create'
import { eraseMe } from '@/lib/identity/erase-me'
import { unlinkWallet } from '@/lib/identity/unlink-wallet'
import { pkhDid } from '@/lib/proof/did'
import { ownDesk } from '@/test/desk-environment'
import { agent, keyAgent } from '@/test/factories/agents'
import { anonymous, at, type Person, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createAgentChallenge } from './create-challenge'
import { ensureDemoAuditors } from './ensure-demo-auditors'
import { findAgents } from './find-agents'
import { getAgent } from './get'
import { registerAgent } from './register'
import { AgentFilter, RegisterAgent } from './schemas'
import { setAuditor } from './set-auditor'

let desk: TestDatabase
let ann: Person
let bob: Person
beforeAll(async () => {
  desk = await ownDesk()
  ;[ann, bob] = await Promise.all([person(), person()])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

type Key = { did: string; sign: (text: string) => `0x${string}` | Promise<`0x${string}`> }
const walletKey = ({ address, account }: Person): Key => ({
  did: pkhDid(31337, address),
  sign: (message) => account.signMessage({ message }),
})
const CAPABILITIES = [
  { description: 'Translates Latin into German.', tags: ['Translation', 'latin'], version: '1.2.0' },
]
const refuses = (call: Promise<unknown>, code: ErrorCode, status?: number) =>
  expect(call).rejects.toMatchObject({ code, ...(status ? { status } : {}) })

/** The whole of a registration by its key. */
async function register(who: Pick<Person, 'ctx'>, key: Key, over: object = {}) {
  const { challenge_id, message } = await createAgentChallenge(who.ctx, { did: key.did })
  return answer(who, { did: key.did, challenge_id, signature: await key.sign(message), ...over })
}
async function answer(who: Pick<Person, 'ctx'>, input: object): Promise<{ status: number; body: View }> {
  const reply = await registerAgent(who.ctx, RegisterAgent.parse({ capabilities: CAPABILITIES, ...input }))
  return reply as Reply & { body: View }
}
type View = Awaited<ReturnType<typeof getAgent>>

describe('registering', () => {
  it('an agent with an Ed25519 key proves it and is public from then on', async () => {
    const key = keyAgent()
    const { status, body } = await register(ann, key, { name: 'Lingua', ttl_seconds: 3600 })
    expect(status).toBe(201)
    const expected = {
      did: key.did,
      name: 'Lingua',
      tags: ['latin', 'translation'],
      active: true,
      auditor: false,
      standing: 'OFF',
      trust: 0.5,
      expires_at: addSeconds(ann.ctx.now, 3600),
    }
    expect(body).toMatchObject({ ...expected, yours: true })
    expect(await getAgent(anonymous(), { did: key.did })).toMatchObject({ ...expected, yours: false })

    const events = await database().prisma.event.findMany({ where: { subject: key.did } })
    expect(events).toMatchObject([{ type: 'agent.registered', organizationId: ann.organizationId }])
    const log = await database().prisma.auditEntry.findMany({ where: { organizationId: ann.organizationId } })
    expect(log.filter(({ action }) => action === 'agent.registered')).toHaveLength(1)
  })

  it('a wallet is linked by the same proof', async () => {
    const other = await person()
    const wallet = walletKey(other)
    await eraseMe(other.ctx)
    expect(await register(ann, wallet)).toMatchObject({ status: 201, body: { did: wallet.did, yours: true } })
    const linked = await database().prisma.wallet.findFirst({ where: { address: other.address, unlinkedAt: null } })
    expect(linked?.userId).toBe(ann.userId)
  })

  it('again says anew what it can do, keeps what is left out, and moves its expiry', async () => {
    const key = keyAgent()
    await register(ann, key, { name: 'One', ttl_seconds: 60 })
    const later = { ctx: at(ann.ctx, addSeconds(ann.ctx.now, 30)) }
    const renewed = await register(later, key, { capabilities: undefined })
    expect(renewed).toMatchObject({ status: 200, body: { name: 'One', expires_at: addSeconds(ann.ctx.now, 90) } })
    expect(renewed.body.capabilities).toEqual([{ ...CAPABILITIES[0], tags: ['translation', 'latin'] }])

    const capabilities = [{ description: 'Nothing any more.', version: '2.0.0-rc.1+7' }]
    const changed = await register(later, key, { capabilities, name: null })
    expect(changed.body).toMatchObject({ name: null, tags: [], capabilities: [{ version: '2.0.0-rc.1+7' }] })
  })

  it('needs capabilities the first time', async () => {
    await refuses(register(ann, keyAgent(), { capabilities: undefined }), 'E9004')
  })

  it('a key that another account registered stays theirs', async () => {
    const key = keyAgent()
    await register(ann, key)
    await refuses(register(bob, key), 'E9004', 409)
    expect((await getAgent(ann.ctx, { did: key.did })).yours).toBe(true)
  })

  it('a key whose account was erased may begin again in another', async () => {
    const [gone, key] = [await person(), keyAgent()]
    await register(gone, key, { name: 'Before' })
    await setAuditor(gone.ctx, { did: key.did, auditor: true })
    await eraseMe(gone.ctx)
    expect(await getAgent(anonymous(), { did: key.did })).toMatchObject({ name: null, active: false, auditor: false })
    expect(await register(bob, key)).toMatchObject({ status: 201, body: { name: null, yours: true, auditor: false } })
  })

  it('a wallet that changed hands takes its agent along, which then has to ask anew to stand', async () => {
    const [before, second] = [await person(), await person()]
    await register(before, walletKey(before))
    const { did } = walletKey(before)
    await setAuditor(before.ctx, { did, auditor: true })
    await eraseMe(before.ctx)
    expect(await register(second, walletKey(before))).toMatchObject({ status: 201, body: { auditor: false } })
    expect((await getAgent(second.ctx, { did })).yours).toBe(true)
  })

  it('twice at once: with one text once, with two texts as one agent', async () => {
    const key = keyAgent()
    const { challenge_id, message } = await createAgentChallenge(ann.ctx, { did: key.did })
    const input = { did: key.did, challenge_id, signature: key.sign(message) }
    const once = await Promise.allSettled(Array.from({ length: 8 }, () => answer(ann, input)))
    expect(once.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of once) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'E1007' })

    const another = keyAgent()
    const both = await Promise.allSettled([register(ann, another), register(bob, another)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await database().prisma.agent.count({ where: { did: another.did } })).toBe(1)
  })

  it('by an API key works for keys and linked wallets, and links none', async () => {
    const carol = await person()
    const { key } = await createApiKey(carol.ctx, {
      name: 'Registrar',
      scopes: ['agents:write'],
      quotas: undefined,
      expires_at: undefined,
    })
    const byKey = { ctx: await signedIn({ bearer: key ?? '' }) }
    expect((await register(byKey, keyAgent())).status).toBe(201)
    expect((await register(byKey, walletKey(carol))).status).toBe(201)
    await refuses(register(byKey, walletKey(await person())), 'E9007')
  })

  it('is not for those who only look, nor for nobody', async () => {
    const reader = { ...bob.ctx, actor: { ...bob.ctx.actor, role: 'reader' } } as Ctx<UserActor>
    await refuses(createAgentChallenge(reader, { did: keyAgent().did }), 'E9007')
    await refuses(createAgentChallenge(anonymous(), { did: keyAgent().did }), 'E9005')
  })
})

describe('a proof that is none', () => {
  async function asked(who = ann, key: Key = keyAgent()) {
    const { challenge_id, message } = await createAgentChallenge(who.ctx, { did: key.did })
    return { key, message, input: { did: key.did, challenge_id, signature: await key.sign(message) } }
  }

  it('another key signed: refused, and its text is used up', async () => {
    const { input, message } = await asked()
    await refuses(answer(ann, { ...input, signature: keyAgent().sign(message) }), 'E1006')
    await refuses(answer(ann, input), 'E1007')
  })

  it('another text was signed', async () => {
    const { input, key } = await asked()
    await refuses(answer(ann, { ...input, signature: await key.sign('Something else') }), 'E1006')
  })

  it.each(['', '0x', '0x12', 'zz', `0x${'11'.repeat(65)}`])(
    'the signature %j has no shape, and the text stays good',
    async (signature) => {
      const { input } = await asked()
      await refuses(answer(ann, { ...input, signature }), 'E1008')
      expect((await answer(ann, input)).status).toBe(201)
    },
  )

  it('too late', async () => {
    const { input } = await asked()
    await refuses(answer({ ctx: at(ann.ctx, addSeconds(ann.ctx.now, 601)) }, input), 'E1004')
  })

  it('somebody else’s text, another DID’s, and none at all', async () => {
    const { input } = await asked()
    await refuses(answer(bob, input), 'E1003')
    await refuses(answer(ann, { ...input, did: keyAgent().did }), 'E1003')
    await refuses(answer(ann, { ...input, challenge_id: crypto.randomUUID() }), 'E1003')
    await refuses(answer(ann, { ...input, did: walletKey(ann).did, challenge_id: crypto.randomUUID() }), 'E1003')
  })

  it('a wallet’s, signed by another wallet, or for another chain', async () => {
    const { input, message } = await asked(ann, walletKey(ann))
    await refuses(answer(ann, { ...input, did: pkhDid(1, ann.address) }), 'E1003')
    await refuses(answer(ann, { ...input, signature: await bob.account.signMessage({ message }) }), 'E1006')
  })

  it('of a wallet that belongs to another account', async () => {
    await refuses(register(ann, walletKey(bob)), 'E1007')
  })
})

describe('standing for committees', () => {
  it('is one agent’s of each account, asked for by its owner', async () => {
    const carol = await person()
    const [first, second] = [walletKey(carol), keyAgent()]
    await register(carol, first)
    await register(carol, second)
    expect(await setAuditor(carol.ctx, { did: first.did, auditor: true })).toMatchObject({ standing: 'STANDS' })
    const { auditor_since } = await setAuditor(at(carol.ctx, addSeconds(carol.ctx.now, 60)), {
      did: first.did,
      auditor: true,
    })
    expect(auditor_since).toEqual(carol.ctx.now)

    await refuses(setAuditor(carol.ctx, { did: second.did, auditor: true }), 'E9004', 409)
    await refuses(setAuditor(ann.ctx, { did: first.did, auditor: false }), 'E9007')
    await refuses(setAuditor(anonymous(), { did: first.did, auditor: false }), 'E9005')
    await refuses(setAuditor(carol.ctx, { did: keyAgent().did, auditor: true }), 'E8001')

    await setAuditor(carol.ctx, { did: first.did, auditor: false })
    const both = await Promise.allSettled(
      [first, second].map(({ did }) => setAuditor(carol.ctx, { did, auditor: true })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'E9004', status: 409 } })
  })

  it('lasts as long as the agent is active, and its wallet its owner’s', async () => {
    const carol = await person()
    const { did } = await agent(carol, { auditor: true, ttlSeconds: 100 })
    const ids = async (now: Date) => (await rosterCandidates({ ...carol.ctx, now })).map(({ id }) => id)
    expect(await ids(carol.ctx.now)).toContain(carol.address)
    const after = addSeconds(currentTime(), 200)
    expect(await ids(after)).not.toContain(carol.address)
    expect(await getAgent(at(carol.ctx, after), { did })).toMatchObject({ active: false, standing: 'EXPIRED' })
    await setAuditor(at(carol.ctx, after), { did, auditor: false })
    await refuses(setAuditor(at(carol.ctx, after), { did, auditor: true }), 'E9004', 409)

    const dan = await person()
    await agent(dan, { auditor: true })
    const spare = await person()
    await eraseMe(spare.ctx)
    await register(dan, walletKey(spare))
    await unlinkWallet(dan.ctx, { address: dan.address })
    expect(await ids(dan.ctx.now)).not.toContain(dan.address)
    expect(await getAgent(dan.ctx, { did: walletKey(dan).did })).toMatchObject({ standing: 'NOT_LINKED' })
  })

  it('lists an agent without a wallet by its DID', async () => {
    const carol = await person()
    const key = keyAgent()
    await agent(carol, { did: key.did, auditor: true })
    const found = (await rosterCandidates(carol.ctx)).find(({ id }) => id === key.did)
    expect(found).toEqual({ id: key.did, weight: 5_000n })
  })

  it('is done by seven on a local desk, once, however many processes start', async () => {
    await Promise.all(Array.from({ length: 4 }, () => ensureDemoAuditors(anonymous())))
    const demo = await person({ index: 10 })
    const { did } = walletKey(demo)
    expect(await getAgent(demo.ctx, { did })).toMatchObject({ standing: 'STANDS', yours: true, name: 'Demo auditor 1' })
    expect(
      await database().prisma.agent.count({ where: { name: { startsWith: 'Demo auditor' }, auditor: true } }),
    ).toBe(7)

    await setAuditor(demo.ctx, { did, auditor: false })
    await ensureDemoAuditors(anonymous())
    expect(await getAgent(demo.ctx, { did })).toMatchObject({ auditor: false })
  })
})

describe('finding agents', () => {
  let finder: Person
  beforeAll(async () => {
    finder = await person()
    const make = async (description: string, tags: string[], over: object = {}) =>
      agent(finder, { did: keyAgent().did, capabilities: [{ description, tags, version: '1.0.0' }], ...over })
    await make('Settles invoices in Swahili.', ['zebra-invoices', 'swahili'], { name: 'Both in tags' })
    await make('Reads Swahili invoices aloud.', ['zebra-aloud'], { name: 'Both in its text' })
    await make('Reads maps.', ['zebra-maps', 'swahili'], { name: 'One in tags' })
    await make('Expired swahili invoices.', ['zebra-gone'], {
      name: 'Gone',
      ttlSeconds: 60,
      now: addSeconds(currentTime(), -90),
    })
    await make('Paints.', ['zebra-paint'], { name: 'Neither' })
  })
  const find = async (filter: object, ctx: Ctx = anonymous()) => (await findAgents(ctx, AgentFilter.parse(filter))).data
  const names = async (filter: object, ctx?: Ctx) => (await find(filter, ctx)).map(({ name }) => name)

  it('puts those with more of the words first, tags before text, and says why', async () => {
    const found = await find({ q: 'Swahili invoice' })
    expect(found.map(({ name, rank }) => [name, rank.similarity, rank.score])).toEqual([
      ['Both in tags', 1, 0.75],
      ['Both in its text', 0.7, 0.57],
      ['One in tags', 0.5, 0.45],
    ])
    expect(await names({ q: 'Swahili invoice', limit: 1 })).toEqual(['Both in tags'])
    expect(found[0]?.rank.why).toBe('2 of 2 words (invoic, swahili in its tags) × 0.6; trust 0.50 × 0.3')
  })

  it('filters by all tags, by trust and by owner before it takes the best', async () => {
    expect(await names({ tags: 'swahili,zebra-maps' })).toEqual(['One in tags'])
    expect(await names({ tags: ['SWAHILI', 'zebra-maps'] })).toEqual(['One in tags'])
    expect(await names({ q: 'swahili', min_trust: '0.5' })).toHaveLength(3)
    expect(await names({ q: 'swahili', min_trust: '0.51' })).toEqual([])
    expect(await names({ q: 'swahili', mine: '1' }, finder.ctx)).toContain('Gone')
    expect(await names({ q: 'swahili', mine: '1' }, bob.ctx)).toEqual([])
    await refuses(find({ mine: '1' }), 'E9005')
  })

  it('takes words of any kind as words', async () => {
    for (const q of ["'; DROP TABLE agents; --", ':* & | !', '(swahili', '\\', 'the']) {
      expect(await find({ q })).toBeInstanceOf(Array)
    }
    expect(await names({ q: 'swahili & !invoices' })).toContain('Both in tags')
    expect(await names({ q: 'nobody-has-said-so' })).toEqual([])
  })

  it('answers with twenty at the most, the most trusted of equals', async () => {
    await Promise.all(
      Array.from({ length: 25 }, () =>
        agent(finder, {
          did: keyAgent().did,
          name: 'Many',
          capabilities: [{ description: 'x', tags: ['crowd'], version: '1.0.0' }],
        }),
      ),
    )
    const trusted = keyAgent()
    await agent(finder, {
      did: trusted.did,
      name: 'Trusted',
      capabilities: [{ description: 'x', tags: ['crowd'], version: '1.0.0' }],
    })
    await database().prisma.reputation.create({
      data: {
        id: trusted.did,
        q: 900_000,
        t: 900_000,
        r: 900_000,
        v: 900_000,
        receipts: 40,
        counterparties: 40,
        asOf: currentTime(),
        updatedAt: currentTime(),
      },
    })
    const found = await find({ tags: 'crowd' })
    expect(found).toHaveLength(20)
    expect(found[0]).toMatchObject({ name: 'Trusted' })
    expect(await names({ tags: 'crowd', min_trust: 0.6 })).toEqual(['Trusted'])
  })
})
