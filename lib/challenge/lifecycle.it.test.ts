import { createTestClient, http, parseEther } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import type { ErrorCode } from '@/lib/errors'
import { eraseMe } from '@/lib/identity/erase-me'
import type { Hex } from '@/lib/proof/hash'
import { type LogEntry, verifyLog } from '@/lib/proof/log'
import { receiptId } from '@/lib/proof/receipt'
import { ownDesk } from '@/test/desk-environment'
import {
  acceptedChallenge,
  as,
  confirmBy,
  didOf,
  draft,
  gatekeeperBody,
  inviteOf,
  lockedChallenge,
  sentChallenge,
  sign,
  TOO_MUCH,
} from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { down, honest, lying, startProviders } from '@/test/fakes/rpc-providers'
import { deployTestContract, fundedAccount, rpcUrl } from '@/test/services/chain'
import { acceptChallenge } from './accept'
import { cancelChallenge } from './cancel'
import { expire, warnDeadline } from './challenge.job'
import { confirmChallenge } from './confirm'
import { counterChallenge } from './counter'
import { declineChallenge } from './decline'
import { expireChallenge } from './expire'
import { extendChallenge } from './extend'
import { extendForDowntime } from './extend-for-downtime'
import { getChallenge, getChallengeLog, getInvite, listChallenges } from './get'
import { getIntent } from './get-intent'
import { patchChallenge } from './patch'
import { CreateChallenge } from './schemas'
import { sendChallenge } from './send'
import { sweepDeadlines } from './sweep'
import { verifyChallenge } from './verify'
import { voidOffers } from './void-offers'

let providers: Awaited<ReturnType<typeof startProviders>>
let desk: Awaited<ReturnType<typeof ownDesk>>
let creator: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  providers = await startProviders([honest, honest, lying(10n ** 30n)], rpcUrl())
  desk = await ownDesk({ RPC_31337: providers.urls.join(',') })
  ;[creator, bob, eve] = await Promise.all([holder(), holder(), person()])
})
afterAll(async () => {
  await database().close()
  await Promise.all([desk.drop(), providers.close()])
})

/** Somebody with 100 ETH. */
const holder = async () => person({ account: await fundedAccount() })
const db = () => database().prisma
const desk_ = (now?: Date) => systemContext('test', now)
const refuses = (call: Promise<unknown>, code: ErrorCode) => expect(call).rejects.toMatchObject({ code })
const row = (id: string) => db().challenge.findUniqueOrThrow({ where: { id } })

describe('a GATEKEEPER challenge', () => {
  it('goes from draft to a receipt, with a log anyone can check', async () => {
    const made = await draft(creator)
    expect(made).toMatchObject({
      status: 'DRAFT',
      revision: 1,
      counterparty: null,
      actions: ['patch', 'send', 'cancel'],
    })

    const sent = await sendChallenge(as(creator), { id: made.id, signature: await sign(creator, made.id) })
    expect(sent).toMatchObject({ status: 'AWAITING_COUNTERPARTY', commitments: { counter_hash: null } })

    const invite = inviteOf(sent)
    const accepted = await acceptChallenge(as(bob), {
      id: made.id,
      signature: await sign(bob, made.id, { invite }),
      invite,
    })
    expect(accepted).toMatchObject({
      status: 'AWAITING_GATEKEEPER',
      counterparty: didOf(bob),
      verification: { counterparty: { wallet: 'VERIFIED', funds: 'PENDING' } },
    })

    const locked = await verifyChallenge(as(bob), { id: made.id })
    expect(locked).toMatchObject({
      status: 'INTENT_LOCKED',
      verification: { counterparty: { funds: 'PASSED' } },
      traffic_light: { state: 'GREEN' },
    })

    const offered = await confirmBy(creator, made.id)
    expect(offered).toMatchObject({ status: 'INTENT_LOCKED', offers: [{ role: 'creator', outcome: 'FULFILLED' }] })

    const completed = await confirmBy(bob, made.id)
    expect(completed).toMatchObject({
      status: 'COMPLETED',
      outcome: 'FULFILLED',
      actions: [],
      offers: [],
      deadline: null,
    })

    const log = await getChallengeLog(as(bob), { id: made.id })
    const entries: LogEntry[] = log.data.map(({ hash: _, ...entry }) => entry)
    expect(
      verifyLog(
        entries,
        log.data.map((entry) => entry.hash),
      ),
    ).toEqual({ ok: true, head: completed.log_head, length: 6 })
    expect(entries.map((entry) => entry.action)).toEqual(['create', 'send', 'accept', 'lock', 'confirm', 'confirm'])

    const receipt = await db().receipt.findUniqueOrThrow({ where: { id: completed.receipt_id as string } })
    expect(receipt.document).toMatchObject({
      subject: made.id,
      outcome: 'FULFILLED',
      log: { head: completed.log_head, length: 6 },
      quorum: { kind: 'parties', k: 2, m: 2 },
    })
    expect(receiptId(receipt.document as Parameters<typeof receiptId>[0])).toBe(receipt.id)
    expect(await db().anchorLeaf.count({ where: { kind: 'receipt', leaf: receipt.id } })).toBe(1)
  })

  it('tells both sides what happened, each change once', async () => {
    const { id } = await lockedChallenge(creator, bob)
    const rows = await db().event.findMany({
      where: { subject: id },
      orderBy: [{ organizationId: 'asc' }, { sequence: 'asc' }],
    })
    const typesFor = (organizationId: string) =>
      rows.filter((event) => event.organizationId === organizationId).map((event) => event.type)
    expect(typesFor(creator.ctx.actor.organizationId)).toEqual([
      'challenge.created',
      'challenge.sent',
      'challenge.accepted',
      'challenge.locked',
      'challenge.turn',
    ])
    expect(typesFor(bob.ctx.actor.organizationId)).toEqual(['challenge.accepted', 'challenge.locked', 'challenge.turn'])

    await confirmBy(creator, id)
    await confirmBy(bob, id)
    const { receiptId } = await row(id)
    const ends = await db().event.findMany({ where: { subject: id, type: 'challenge.completed' } })
    expect(ends.map(({ data }) => data)).toEqual([
      expect.objectContaining({ receipt_id: receiptId }),
      expect.objectContaining({ receipt_id: receiptId }),
    ])
    expect(receiptId).not.toBeNull()
  })

  it('is cancelled without a number when a wallet is short', async () => {
    const { id } = await acceptedChallenge(creator, bob, gatekeeperBody(TOO_MUCH))
    const failed = await verifyChallenge(as(creator), { id })
    expect(failed).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'E4021' },
      verification: { counterparty: { funds: 'FAILED' } },
    })
    expect(failed.reason?.text).not.toMatch(/\d/)
    await refuses(verifyChallenge(as(creator), { id }), 'E4021')
    await refuses(verifyChallenge(as(eve), { id }), 'E3012')
    expect(await db().receipt.count({ where: { subjectId: id } })).toBe(0)
  })

  it('waits while no provider answers, and goes on when they do', async () => {
    const { id } = await acceptedChallenge(creator, bob)
    const takeJobs = () =>
      db().$queryRaw`DELETE FROM graphile_worker._private_jobs WHERE key = ${`verify-parties:${id}`}
        RETURNING run_at > now() AS later`
    expect(await takeJobs()).toEqual([{ later: false }])
    for (const provider of providers.providers) provider.become(down)
    const waiting = await verifyChallenge(desk_(), { id })
    expect(waiting).toMatchObject({
      status: 'AWAITING_GATEKEEPER',
      verification: { counterparty: { funds: 'ERROR' } },
      traffic_light: { state: 'YELLOW' },
    })
    // Once soon, for a moment's trouble; after that it is for the sweeps.
    expect(await takeJobs()).toEqual([{ later: true }])
    await verifyChallenge(desk_(), { id })
    expect(await takeJobs()).toEqual([])

    for (const [i, kind] of [honest, honest, lying(10n ** 30n)].entries()) providers.providers[i]?.become(kind)
    expect(await verifyChallenge(desk_(), { id })).toMatchObject({ status: 'INTENT_LOCKED' })
  })

  it('is not fooled by one provider that lies, either way', async () => {
    providers.providers[2]?.become(lying(0n))
    expect(await lockedChallenge(creator, bob)).toMatchObject({ status: 'INTENT_LOCKED' })
    providers.providers[2]?.become(lying(10n ** 30n))
    expect(await lockedChallenge(creator, bob, gatekeeperBody(TOO_MUCH))).toMatchObject({ status: 'CANCELLED' })
  })

  it('ends once when both confirm in the same moment', async () => {
    const { id } = await lockedChallenge(creator, bob)
    const signatures = await Promise.all(
      [creator, bob].map((one) => sign(one, id, { action: 'confirm', outcome: 'FULFILLED' })),
    )
    const [byCreator, byBob] = signatures as [Hex, Hex]
    const answers = await Promise.all([
      confirmChallenge(as(creator), { id, outcome: 'FULFILLED', signature: byCreator }),
      confirmChallenge(as(bob), { id, outcome: 'FULFILLED', signature: byBob }),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual(['COMPLETED', 'INTENT_LOCKED'])
    expect(await db().receipt.count({ where: { subjectId: id } })).toBe(1)
    await refuses(confirmChallenge(as(bob), { id, outcome: 'FULFILLED', signature: byBob }), 'E3020')
  })

  it('reads what is due at the end also when both confirm in the same moment', async () => {
    const check = { asset_type: 'NATIVE', min_balance: '1', currency_symbol: 'ETH', recheck: 'both' }
    const requirements = { counterparty: { network: 'local', funds_checks: [check] } }
    const { id } = await lockedChallenge(creator, bob, gatekeeperBody('1', { gatekeeper_requirements: requirements }))
    await Promise.all([confirmBy(creator, id), confirmBy(bob, id)])
    expect((await row(id)).status).toBe('COMPLETED')
    const phases = await db().fundsProof.findMany({ where: { challengeId: id }, orderBy: { id: 'asc' } })
    expect(phases.map(({ phase }) => phase)).toEqual(['lock', 'end'])
    expect(await db().offer.count({ where: { challengeId: id, closedAt: null } })).toBe(0)
  })

  it('lets either side change their outcome until both match', async () => {
    const { id } = await lockedChallenge(creator, bob)
    await confirmBy(creator, id, 'FULFILLED')
    expect(await confirmBy(bob, id, 'NO_CONTEST')).toMatchObject({ status: 'INTENT_LOCKED' })
    const done = await confirmBy(creator, id, 'NO_CONTEST')
    expect(done).toMatchObject({ status: 'COMPLETED', outcome: 'NO_CONTEST' })
    const closed = await db().offer.groupBy({ by: ['closedWhy'], where: { challengeId: id }, _count: true })
    expect(Object.fromEntries(closed.map((one) => [one.closedWhy, one._count]))).toEqual({ used: 2, replaced: 1 })
  })

  it('can be called off together after it was accepted', async () => {
    const { id } = await lockedChallenge(creator, bob)
    await refuses(cancelChallenge(as(creator), { id }), 'E9004')
    const cancel = async (one: Person) =>
      cancelChallenge(as(one), { id, signature: await sign(one, id, { action: 'cancel' }) })
    expect(await cancel(creator)).toMatchObject({ status: 'INTENT_LOCKED' })
    expect(await cancel(bob)).toMatchObject({
      status: 'COMPLETED',
      outcome: 'NO_CONTEST',
      reason: { code: 'CANCELLED_TOGETHER' },
    })
  })

  it('forgets voided offers', async () => {
    const { id } = await lockedChallenge(creator, bob)
    const old = await sign(creator, id, { action: 'confirm', outcome: 'FULFILLED' })
    await confirmChallenge(as(creator), { id, outcome: 'FULFILLED', signature: old })
    expect(await voidOffers(as(creator), { id })).toMatchObject({ offers: [] })
    await refuses(voidOffers(as(creator), { id }), 'E3014')
    await refuses(confirmChallenge(as(creator), { id, outcome: 'FULFILLED', signature: old }), 'E1005')
    expect(await confirmBy(bob, id)).toMatchObject({ status: 'INTENT_LOCKED' })
  })

  it('takes no outcome that was not signed, or is not one of this mode', async () => {
    const { id } = await lockedChallenge(creator, bob)
    const signature = await sign(creator, id, { action: 'confirm', outcome: 'NO_CONTEST' })
    await refuses(confirmChallenge(as(creator), { id, outcome: 'FULFILLED', signature }), 'E3021')
    await refuses(confirmChallenge(as(creator), { id, outcome: 'DRAW', signature }), 'E3021')
    await refuses(confirmChallenge(as(creator), { id, signature }), 'E3021')
    await refuses(confirmChallenge(as(bob), { id, outcome: 'NO_CONTEST', signature }), 'E1005')
    await refuses(confirmChallenge(as(eve), { id, outcome: 'NO_CONTEST', signature }), 'E3012')
    expect((await row(id)).logLength).toBe(4)
  })

  it('is not locked once its time for the checks is over', async () => {
    const { id } = await acceptedChallenge(creator, bob)
    await db().challenge.update({ where: { id }, data: { deadlineAt: currentTime() } })
    await verifyChallenge(desk_(), { id })
    expect((await row(id)).status).toBe('AWAITING_GATEKEEPER')
  })

  it('counts other open challenges that name the same wallet', async () => {
    const [backer, named] = [await holder(), await holder()]
    await db().wallet.updateMany({ where: { address: named.address }, data: { userId: backer.userId } })
    const check = { asset_type: 'NATIVE', min_balance: '1', currency_symbol: 'ETH' }
    const counterparty = { network: 'local', wallet_address: named.address, funds_checks: [check] }
    await lockedChallenge(creator, backer, gatekeeperBody('1', { gatekeeper_requirements: { counterparty } }))
    const second = await lockedChallenge(creator, await person({ account: named.account }))
    expect(second.traffic_light.reasons).toEqual([expect.objectContaining({ code: 'backing_shared' })])
  })

  it('counts other open challenges the same wallet backs', async () => {
    const backer = await holder()
    await lockedChallenge(creator, backer)
    const second = await lockedChallenge(creator, backer)
    expect(second.traffic_light).toMatchObject({ state: 'YELLOW', reasons: [{ code: 'backing_shared' }] })
  })
})

describe('a SOLO challenge', () => {
  const solo = (over: object = {}) => draft(creator, { mode: 'SOLO', title: 'I will run a marathon', ...over })

  it('is complete when signed', async () => {
    const { id } = await solo()
    await refuses(sendChallenge(as(creator), { id, signature: '0x' }), 'E3014')
    const done = await confirmChallenge(as(creator), { id, signature: await sign(creator, id) })
    expect(done).toMatchObject({ status: 'COMPLETED', outcome: 'FULFILLED', counterparty: null })
    const receipt = await db().receipt.findUniqueOrThrow({ where: { id: done.receipt_id as string } })
    expect(receipt.document).toMatchObject({
      quorum: { kind: 'parties', k: 1, m: 1 },
      parties: [{ role: 'creator', did: didOf(creator) }],
    })
  })

  it('proves what its creator holds, or changes nothing', async () => {
    const asking = (min_balance: string) => ({
      gatekeeper_requirements: {
        creator: { network: 'local', funds_checks: [{ asset_type: 'NATIVE', min_balance, currency_symbol: 'ETH' }] },
      },
    })
    const short = await solo(asking(TOO_MUCH))
    await refuses(confirmChallenge(as(creator), { id: short.id, signature: await sign(creator, short.id) }), 'E4021')
    expect((await row(short.id)).status).toBe('DRAFT')

    const rich = await solo(asking('1'))
    expect(await confirmChallenge(as(creator), { id: rich.id, signature: await sign(creator, rich.id) })).toMatchObject(
      { status: 'COMPLETED' },
    )
  })
})

describe('before it is accepted', () => {
  it('gives the deal to the first who accepts', async () => {
    const sent = await sentChallenge(creator)
    const invite = inviteOf(sent)
    const tries = await Promise.allSettled(
      [bob, eve].map(async (one) =>
        acceptChallenge(as(one), {
          id: sent.id,
          invite,
          signature: await sign(one, sent.id, { action: 'accept', invite }),
        }),
      ),
    )
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(tries.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'E3015' })
  })

  it('asks for the invite, unless the counterparty is named', async () => {
    const open = await sentChallenge(creator)
    const signature = await sign(bob, open.id, { action: 'accept' })
    await refuses(acceptChallenge(as(bob), { id: open.id, signature }), 'E3012')
    await refuses(acceptChallenge(as(bob), { id: open.id, signature, invite: 'nonsense' }), 'E3012')

    const named = await sentChallenge(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
    const invite = inviteOf(named)
    await refuses(getIntent(as(eve), { id: named.id, action: 'accept', invite }), 'E3012')
    await refuses(acceptChallenge(as(eve), { id: named.id, signature, invite }), 'E3012')
    await refuses(acceptChallenge(as(creator), { id: named.id, signature }), 'E3024')
    expect(await acceptChallenge(as(bob), { id: named.id, signature: await sign(bob, named.id) })).toMatchObject({
      status: 'AWAITING_GATEKEEPER',
    })
  })

  it('refuses a deal with the same wallet in another account', async () => {
    const before = await holder()
    const sent = await sentChallenge(before)
    await eraseMe(before.ctx)
    const again = await person({ account: before.account })
    const invite = inviteOf(sent)
    const signature = await sign(again, sent.id, { action: 'accept', invite })
    await refuses(acceptChallenge(as(again), { id: sent.id, signature, invite }), 'E3024')
  })

  it('refuses a deal with oneself', async () => {
    await refuses(draft(creator, gatekeeperBody(undefined, { counterparty: creator.address })), 'E3024')
  })

  it('knows who may act: the creator withdraws, the other side declines', async () => {
    const first = await sentChallenge(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
    await refuses(cancelChallenge(as(bob), { id: first.id }), 'E3014')
    await refuses(declineChallenge(as(creator), { id: first.id }), 'E3014')
    await refuses(declineChallenge(as(eve), { id: first.id }), 'E3012')
    expect(await declineChallenge(as(bob), { id: first.id, reason: 'Too dear' })).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'DECLINED', text: 'Too dear' },
    })
    await refuses(declineChallenge(as(bob), { id: first.id }), 'E3014')

    const second = await sentChallenge(creator)
    expect(await cancelChallenge(as(creator), { id: second.id })).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'WITHDRAWN' },
    })
  })

  it('keeps a draft to its creator', async () => {
    const { id } = await draft(creator)
    await refuses(getChallenge(as(eve), { id }), 'E3010')
    await refuses(patchChallenge(as(eve), { id, title: 'Mine' }), 'E3010')
    const page = await listChallenges(as(eve), { limit: 50 })
    expect(page.data.map((one) => one.id)).not.toContain(id)
  })

  it('shows strangers what its visibility allows', async () => {
    const link = await sentChallenge(creator)
    const seen = await getChallenge({ ...as(eve), actor: { kind: 'anonymous' } }, { id: link.id })
    expect(seen).toMatchObject({ title: 'Bike for 0.4 ETH', actions: [], offers: [], external_id: null })
    expect(seen.invite_url).toBeUndefined()

    const closed = await sentChallenge(creator, gatekeeperBody(undefined, { visibility: 'parties' }))
    await refuses(getChallenge(as(eve), { id: closed.id }), 'E3010')
    expect(
      await getInvite({ ...as(eve), actor: { kind: 'anonymous' } }, { token: inviteOf(closed) as string }),
    ).toMatchObject({ challenge: { id: closed.id } })
  })
})

describe('revisions', () => {
  it('kill what was signed before a draft was changed', async () => {
    const { id } = await draft(creator)
    const signature = await sign(creator, id)
    expect(await patchChallenge(as(creator), { id, title: 'Another bike' })).toMatchObject({
      title: 'Another bike',
      revision: 2,
    })
    await refuses(sendChallenge(as(creator), { id, signature }), 'E3016')
    expect(await sendChallenge(as(creator), { id, signature: await sign(creator, id) })).toMatchObject({
      status: 'AWAITING_COUNTERPARTY',
    })
  })

  it('let many drafts be changed at once', async () => {
    const body = gatekeeperBody('1', { counterparty: bob.address })
    const ids = await Promise.all(Array.from({ length: 40 }, async () => (await draft(creator, body)).id))
    const changed = await Promise.all(ids.map((id) => patchChallenge(as(creator), { id, title: 'Another bike' })))
    expect(changed.map(({ revision }) => revision)).toEqual(ids.map(() => 2))
  })

  it('let nobody around a mode that is switched off', async () => {
    const { id } = await draft(creator, { mode: 'SOLO', title: 'Mine' })
    await db().featureFlag.create({ data: { name: 'FF_GATEKEEPER', enabled: false, percentage: 100 } })
    const { gatekeeper_requirements } = CreateChallenge.parse(gatekeeperBody())
    // A process goes on with the flags it read for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    const change = patchChallenge(as(creator), { id, mode: 'GATEKEEPER', gatekeeper_requirements })
    await refuses(change, 'E9010').finally(() => db().featureFlag.deleteMany())
    await new Promise((resolve) => setTimeout(resolve, 2_100))
  })

  it('let either side counter, and the other accept', async () => {
    const sent = await sentChallenge(creator)
    const { id } = sent
    const invite = inviteOf(sent)
    const oldAccept = await sign(bob, id, { action: 'accept', invite })

    const changes = { title: 'Bike for 0.3 ETH' }
    const signature = await sign(bob, id, { action: 'counter', changes, invite })
    await refuses(counterChallenge(as(bob), { id, changes: { title: 'Bike for nothing' }, signature, invite }), 'E3016')
    const countered = await counterChallenge(as(bob), { id, changes, signature, invite })
    expect(countered).toMatchObject({
      title: 'Bike for 0.3 ETH',
      revision: 2,
      status: 'AWAITING_COUNTERPARTY',
      counterparty: didOf(bob),
    })

    await refuses(acceptChallenge(as(bob), { id, signature: oldAccept, invite }), 'E3011')
    await refuses(getInvite(as(eve), { token: invite as string }), 'E3016')
    await refuses(acceptChallenge(as(eve), { id, signature: oldAccept, invite }), 'E3016')
    const accepted = await acceptChallenge(as(creator), { id, signature: await sign(creator, id) })
    expect(accepted).toMatchObject({ status: 'AWAITING_GATEKEEPER' })
    expect(await verifyChallenge(desk_(), { id })).toMatchObject({ status: 'INTENT_LOCKED' })
    await confirmBy(bob, id)
    expect(await confirmBy(creator, id)).toMatchObject({ status: 'COMPLETED' })
  })

  it('refuse an acceptance signed on older terms', async () => {
    const sent = await sentChallenge(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
    const { id } = sent
    const old = await sign(bob, id)
    const changes = { title: 'Bike for 0.5 ETH' }
    await counterChallenge(as(creator), {
      id,
      changes,
      signature: await sign(creator, id, { action: 'counter', changes }),
    })
    await refuses(acceptChallenge(as(bob), { id, signature: old }), 'E3016')
    expect((await row(id)).status).toBe('AWAITING_COUNTERPARTY')
  })
})

describe('signatures', () => {
  it('of another key, of a bad shape or on nothing that was handed out are refused', async () => {
    const { id } = await draft(creator)
    await refuses(sendChallenge(as(creator), { id, signature: `0x${'11'.repeat(65)}` }), 'E1005')
    const good = await sign(creator, id)
    const { typed_data } = await getIntent(as(creator), { id, action: 'send' })
    const foreign = await bob.account.signTypedData(typed_data as Parameters<Person['account']['signTypedData']>[0])
    await refuses(sendChallenge(as(creator), { id, signature: foreign }), 'E1006')
    await refuses(sendChallenge(as(creator), { id, signature: '0x12' }), 'E1008')
    await refuses(sendChallenge(as(creator), { id, signature: 'hello' }), 'E1008')
    expect(await sendChallenge(as(creator), { id, signature: good })).toMatchObject({ status: 'AWAITING_COUNTERPARTY' })
    await refuses(sendChallenge(as(creator), { id, signature: good }), 'E3014')
  })
})

describe('a contract wallet', () => {
  it('signs terms and outcomes by ERC-1271, and only with its owner’s key', async () => {
    const owner = await fundedAccount()
    const safe = await deployTestContract('owner-wallet', [owner.address])
    await createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) }).setBalance({
      address: safe.address,
      value: parseEther('100'),
    })
    const account = { address: safe.address, signMessage: owner.signMessage, signTypedData: owner.signTypedData }
    const carol = await person({ account })

    const { id } = await lockedChallenge(creator, carol)
    await confirmBy(creator, id)
    const stolen = await sign({ ...carol, account: { ...account, signTypedData: eve.account.signTypedData } }, id, {
      action: 'confirm',
    })
    await refuses(confirmChallenge(as(carol), { id, outcome: 'FULFILLED', signature: stolen }), 'E1005')
    expect(await confirmBy(carol, id)).toMatchObject({ status: 'COMPLETED' })
  })
})

describe('what a text is good for', () => {
  it('is the same when asked for again, however often, and only its own user’s', async () => {
    const { id } = await lockedChallenge(creator, bob)
    const signature = await sign(creator, id, { action: 'confirm', outcome: 'FULFILLED' })
    for (let i = 0; i < 60; i++)
      await getIntent(as(creator, later(60 * i)), { id, action: 'confirm', outcome: 'FULFILLED' })
    for (let i = 0; i < 3; i++) await getIntent(as(creator), { id, action: 'confirm', outcome: 'NO_CONTEST' })
    const kept = await db().signingText.count({ where: { challengeId: id, action: 'confirm' } })
    expect(kept).toBeLessThanOrEqual(63)
    expect(await confirmChallenge(as(creator), { id, outcome: 'FULFILLED', signature })).toMatchObject({
      offers: [{ role: 'creator' }],
    })
  })

  it('to call it off before the lock is nothing afterwards', async () => {
    const { id } = await acceptedChallenge(creator, bob)
    await cancelChallenge(as(creator), { id, signature: await sign(creator, id, { action: 'cancel' }) })
    expect(await verifyChallenge(desk_(), { id })).toMatchObject({ status: 'INTENT_LOCKED', offers: [] })
    expect(await confirmBy(bob, id, 'NO_CONTEST')).toMatchObject({ status: 'INTENT_LOCKED' })
  })

  it('to counter names the times it was signed with', async () => {
    const sent = await sentChallenge(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
    const expires_at = new Date(Math.ceil(later(3600).getTime() / 1000) * 1000)
    const signature = await sign(bob, sent.id, { action: 'counter', changes: { expires_at } })
    const other = { expires_at: addSeconds(expires_at, 600) }
    await refuses(counterChallenge(as(bob), { id: sent.id, changes: other, signature }), 'E3016')
    expect(await counterChallenge(as(bob), { id: sent.id, changes: { expires_at }, signature })).toMatchObject({
      revision: 2,
    })
  })
})

describe('organizations', () => {
  it('let their readers look and not act', async () => {
    const reader = { ...bob, ctx: { ...bob.ctx, actor: { ...bob.ctx.actor, role: 'reader' as const } } }
    await refuses(draft(reader), 'E9007')
    const { id } = await sentChallenge(creator, gatekeeperBody(undefined, { counterparty: bob.address }))
    expect(await getChallenge(as(reader), { id })).toMatchObject({ id })
    await refuses(declineChallenge(as(reader), { id }), 'E9007')
  })
})

const later = (seconds: number) => addSeconds(currentTime(), seconds)

describe('time', () => {
  const DAY = 86_400

  it('ends what nobody accepted, and then nothing else', async () => {
    const { id } = await sentChallenge(creator)
    await expireChallenge(desk_(later(71 * 3600)), { id })
    expect((await row(id)).status).toBe('AWAITING_COUNTERPARTY')
    await expireChallenge(desk_(later(73 * 3600)), { id })
    await expireChallenge(desk_(later(74 * 3600)), { id })
    expect(await row(id)).toMatchObject({ status: 'EXPIRED', receiptId: null, logLength: 3 })
  })

  it('refuses a late acceptance before the sweep has come', async () => {
    const sent = await sentChallenge(creator)
    const invite = inviteOf(sent)
    const signature = await sign(bob, sent.id, { action: 'accept', invite })
    await refuses(acceptChallenge(as(bob, later(73 * 3600)), { id: sent.id, signature, invite }), 'E3013')
  })

  it('cancels a forgotten draft', async () => {
    const { id } = await draft(creator)
    await expireChallenge(desk_(later(31 * DAY)), { id })
    expect((await row(id)).status).toBe('CANCELLED')
  })

  it('says in a receipt who stayed silent', async () => {
    const { id } = await lockedChallenge(creator, bob)
    await confirmBy(creator, id)
    await expireChallenge(desk_(later(40 * DAY)), { id })
    const ended = await row(id)
    expect(ended).toMatchObject({ status: 'EXPIRED', outcome: 'NO_CONTEST' })
    const last = await db().challengeEvent.findFirstOrThrow({
      where: { challengeId: id },
      orderBy: { sequence: 'desc' },
    })
    expect(last.data).toMatchObject({ code: 'DEADLINE', silent: ['counterparty'] })
    const receipt = await db().receipt.findUniqueOrThrow({ where: { id: ended.receiptId as string } })
    expect(receipt.document).toMatchObject({
      outcome: 'NO_CONTEST',
      quorum: { kind: 'clock', k: 0, m: 0 },
      signature_hashes: [],
    })
  })

  it('ends without a contest, and with nothing left on the table, when the two said different things', async () => {
    const { id } = await lockedChallenge(creator, bob)
    await confirmBy(creator, id)
    await confirmBy(bob, id, 'NO_CONTEST')
    await expireChallenge(desk_(later(40 * DAY)), { id })
    expect(await row(id)).toMatchObject({ status: 'EXPIRED', outcome: 'NO_CONTEST', receiptId: null })
    expect((await getChallenge(as(bob), { id })).offers).toEqual([])
  })

  it('moves when both sign the same extension', async () => {
    const { id, deadline } = await lockedChallenge(creator, bob)
    const until = new Date(Math.floor(((deadline?.at.getTime() ?? 0) + DAY * 1000) / 1000) * 1000)
    const extend = async (one: Person, to = until) =>
      extendChallenge(as(one), { id, until: to, signature: await sign(one, id, { action: 'extend', until: to }) })
    await refuses(extend(creator, later(60)), 'E3004')
    expect((await extend(creator)).deadline?.at).toEqual(deadline?.at)
    expect((await extend(bob, addSeconds(until, 60))).deadline?.at).toEqual(deadline?.at)
    expect((await extend(bob)).deadline?.at).toEqual(until)
  })

  it('is not extended past the end both signed while the checks are awaited', async () => {
    const { id } = await acceptedChallenge(creator, bob)
    const { deadlines } = await row(id)
    const end = new Date((deadlines as { resolution: string }).resolution)
    await refuses(sign(creator, id, { action: 'extend', until: addSeconds(end, 60) }), 'E3004')
    expect(await sign(creator, id, { action: 'extend', until: end })).toMatch(/^0x/)
  })

  it('warns both sides once when four fifths are over', async () => {
    const { id } = await lockedChallenge(creator, bob)
    const { warnAt } = await row(id)
    const warned = () => db().event.count({ where: { subject: id, type: 'challenge.deadline_near' } })
    await warnDeadline.run(desk_(addSeconds(warnAt as Date, -1)), { id })
    expect(await warned()).toBe(0)
    await warnDeadline.run(desk_(warnAt as Date), { id })
    await warnDeadline.run(desk_(warnAt as Date), { id })
    expect(await warned()).toBe(2)
  })

  it('finds what is due and ends it, but not while the desk itself was away', async () => {
    const { id } = await sentChallenge(creator)
    const now = later(73 * 3600)
    await sweepDeadlines(desk_(now))
    const jobs = await db().$queryRaw<
      { key: string }[]
    >`SELECT key FROM graphile_worker.jobs WHERE key = ${`expire-challenge:${id}`}`
    expect(jobs).toHaveLength(1)

    await expire.run(desk_(now), { id })
    expect((await row(id)).status).toBe('AWAITING_COUNTERPARTY')
    for (const role of ['web', 'worker'])
      await db().heartbeat.upsert({ where: { role }, create: { role, at: now }, update: { at: now } })
    await expire.run(desk_(now), { id })
    expect((await row(id)).status).toBe('EXPIRED')
    await db().heartbeat.deleteMany()
  })

  it('gives back what the desk’s own downtime took, once', async () => {
    const { id } = await lockedChallenge(creator, bob)
    const before = await row(id)
    const downtime = { startedAt: addSeconds(before.statusSince, 100), endedAt: addSeconds(before.statusSince, 400) }
    await extendForDowntime(desk_(later(500)), id, downtime)
    await extendForDowntime(desk_(later(500)), id, downtime)
    const after = await row(id)
    expect(after.deadlineAt).toEqual(addSeconds(before.deadlineAt as Date, 300))
    expect(after.logLength).toBe(before.logLength + 1)
  })
})
