import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { getCase } from '@/lib/committee/get-case'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import type { ErrorCode } from '@/lib/errors'
import { eraseMe } from '@/lib/identity/erase-me'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import type { ChainNews } from '@/lib/stake/chain-news'
import { ownDesk } from '@/test/desk-environment'
import {
  acceptedChallenge,
  as,
  type Body,
  confirmBy,
  draft,
  gatekeeperBody,
  lockedChallenge,
  sign,
} from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { honest, type Kind, startProviders } from '@/test/fakes/rpc-providers'
import { addresses, fundedAccount, rpcUrl } from '@/test/services/chain'
import { cancelChallenge } from './cancel'
import { chainNews, deposit, disputed, ended, hash, joined, tell } from './chain-news.fixture'
import { confirmChallenge } from './confirm'
import { disputeChallenge } from './dispute'
import { expireChallenge } from './expire'
import { extendChallenge } from './extend'
import { extendForDowntime } from './extend-for-downtime'
import { getChallenge, listChallenges } from './get'
import { listWaiting } from './list-waiting'
import { moderateChallenge } from './moderate'
import { respondToChallenge, responseHash } from './respond'
import { splitChallenge } from './split'
import { sweepDeadlines } from './sweep'
import { verifyChallenge } from './verify'
import { voidOffers } from './void-offers'

let provider: Awaited<ReturnType<typeof startProviders>>
let fresh: Awaited<ReturnType<typeof ownDesk>>
let ann: Person
let bob: Person
let carol: Person
beforeAll(async () => {
  provider = await startProviders([honest], rpcUrl())
  fresh = await ownDesk({ RPC_31337: provider.urls.join(',') })
  ;[ann, bob, carol] = await Promise.all([person(), person({ account: await fundedAccount() }), person()])
})
afterAll(async () => {
  await database().close()
  await Promise.all([fresh.drop(), provider.close()])
})

const db = () => database().prisma
const desk = (now?: Date) => systemContext('test', now)
const later = (seconds: number) => addSeconds(currentTime(), seconds)
const row = (id: string) => db().challenge.findUniqueOrThrow({ where: { id } })
const refuses = (call: Promise<unknown>, code: ErrorCode, says = /./) =>
  expect(call).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
type Agreed = { id: string; dealId: string }

async function agree(mode: 'FIRE' | 'ENFORCED' = 'FIRE', over: Body = {}, other = bob): Promise<Agreed> {
  const bond = { network: 'local', token_address: addresses().testToken, creator: '1000003', counterparty: '999997' }
  const body = { mode, title: 'The bridge opens on Friday', counterparty: bob.address, bond, ...over }
  const { id } = await acceptedChallenge(ann, other, body)
  return { id, dealId: (await row(id)).dealId as string }
}
const says = (deal: Agreed, news: ChainNews) => tell(desk(), deal, news)
async function locked(mode: 'FIRE' | 'ENFORCED' = 'FIRE', over: Body = {}, other = bob): Promise<Agreed> {
  const deal = await agree(mode, over, other)
  await says(deal, joined())
  return deal
}
const dealOf = ({ dealId }: Agreed) => db().deal.findUniqueOrThrow({ where: { id: dealId } })
const opened = () =>
  chainNews({ seen: 'OPEN', deposits: { creator: deposit({ confirmed: false }), counterparty: null } })
const cancel = async (one: Person, { id }: Agreed) =>
  cancelChallenge(as(one), { id, signature: await sign(one, id, { action: 'cancel' }) })

describe('before the lock', () => {
  it('shows who has to deposit, in turn, and how far the chain has it', async () => {
    const deal = await agree()
    const seenBy = async (one: Person) => {
      const { actions, traffic_light, stakes, deal_id } = await getChallenge(as(one), deal)
      const codes = traffic_light.reasons.map(({ code }) => code)
      return { deposits: actions.includes('deposit'), codes, stakes: stakes.map(({ status }) => status), deal_id }
    }
    expect([await seenBy(ann), await seenBy(bob)]).toMatchObject([
      { deposits: true, codes: ['bond_pending', 'bond_pending', 'no_history'], stakes: [], deal_id: deal.dealId },
      { deposits: false },
    ])
    await says(deal, opened())
    expect([await seenBy(ann), await seenBy(bob)]).toMatchObject([
      { deposits: false, codes: ['bond_unconfirmed', 'bond_pending', 'no_history'], stakes: ['PENDING'] },
      { deposits: true },
    ])
    await says(deal, joined())
    expect(await seenBy(bob)).toMatchObject({ deposits: false, codes: ['bonds_confirmed'], stakes: ['HELD', 'HELD'] })
    expect((await getChallenge(as(ann), deal)).traffic_light.state).toBe('GREEN')
  })

  it('can be called off by both while nothing is in the escrow', async () => {
    const deal = await agree()
    expect(await cancel(ann, deal)).toMatchObject({ status: 'AWAITING_COUNTERPARTY' })
    expect(await cancel(bob, deal)).toMatchObject({ status: 'CANCELLED', reason: { code: 'CANCELLED_TOGETHER' } })
    expect(await db().receipt.count({ where: { subjectId: deal.id } })).toBe(0)
    await says(deal, joined())
    expect((await row(deal.id)).status).toBe('CANCELLED')
  })

  it('cannot be called off once a bond is there, and says when that comes back', async () => {
    const deal = await agree()
    const signature = await sign(bob, deal.id, { action: 'cancel' })
    await cancel(ann, deal)
    await says(deal, opened())
    const { joinBy } = await dealOf(deal)
    const time = joinBy.toISOString().slice(0, 19).replace('T', ' ')
    await refuses(
      cancelChallenge(as(bob), { id: deal.id, signature }),
      'E3014',
      new RegExp(`gives it back after ${time}`),
    )
    expect((await row(deal.id)).status).toBe('AWAITING_COUNTERPARTY')
  })
})

describe('the desk’s clock and the contract’s', () => {
  /** A provider whose chain is `seconds` further. */
  const further = (seconds: number): Kind => ({
    calls: async ({ method, params }, forward) => {
      const answer = (await forward(method, params)) as { timestamp?: string }
      if (method !== 'eth_getBlockByNumber' || !answer?.timestamp) return answer
      return { ...answer, timestamp: `0x${(Number(answer.timestamp) + seconds).toString(16)}` }
    },
  })
  const HOUR = 3_600

  it('end nothing while somebody may still deposit, and then what nobody opened', async () => {
    const deal = await agree()
    const { joinBy } = await dealOf(deal)
    const { deadlineAt } = await row(deal.id)
    expect(joinBy.getTime()).toBeGreaterThan(deadlineAt?.getTime() ?? 0)
    await expireChallenge(desk(addSeconds(deadlineAt as Date, 1)), deal)
    await expireChallenge(desk(addSeconds(joinBy, 1)), deal)
    expect((await row(deal.id)).status).toBe('AWAITING_COUNTERPARTY')

    provider.providers[0]?.become(further(80 * HOUR))
    await expireChallenge(desk(addSeconds(joinBy, 1)), deal).finally(() => provider.providers[0]?.become(honest))
    const { status, receiptId } = await row(deal.id)
    expect(status).toBe('EXPIRED')
    const { document } = await db().receipt.findUniqueOrThrow({ where: { id: receiptId as string } })
    expect(document).toMatchObject({ outcome: 'NO_CONTEST', quorum: { kind: 'clock' }, amounts: [] })
    const last = await db().challengeEvent.findFirstOrThrow({ where: { challengeId: deal.id, action: 'expire' } })
    expect(last.data).toMatchObject({ silent: ['creator', 'counterparty'] })
  })

  it('leave what is in the escrow to the chain, long past the desk’s time', async () => {
    const [open, held] = [await agree(), await locked()]
    await says(open, opened())
    const end = later(400 * 24 * HOUR)
    provider.providers[0]?.become(further(400 * 24 * HOUR))
    for (const deal of [open, held]) await expireChallenge(desk(end), deal)
    provider.providers[0]?.become(honest)
    expect([(await row(open.id)).status, (await row(held.id)).status]).toEqual([
      'AWAITING_COUNTERPARTY',
      'AWAITING_RESOLUTION',
    ])
    await refuses(confirmChallenge(as(ann, end), { id: held.id, outcome: 'DRAW', signature: '0x' }), 'E3020')
    const { actions, deadline, traffic_light } = await getChallenge(as(ann, end), held)
    expect(actions).toEqual([])
    expect(deadline?.chain_at).toEqual((await dealOf(held)).settleBy)
    expect(traffic_light.reasons.map(({ code }) => code)).toContain('chain_decides')
  })

  it('the sweep looks only at what is the desk’s to end', async () => {
    const [untouched, open, held] = [await agree(), await agree(), await locked()]
    await says(open, opened())
    await sweepDeadlines(desk(addSeconds((await row(untouched.id)).deadlineAt as Date, 1)))
    const queued = async ({ id }: Agreed) => {
      const key = `expire-challenge:${id}`
      return (await db().$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker.jobs WHERE key = ${key}`).length
    }
    expect(await queued(untouched)).toBe(0)
    await sweepDeadlines(desk(later(400 * 24 * HOUR)))
    expect([await queued(untouched), await queued(open), await queued(held)]).toEqual([1, 0, 0])
  })

  it('an extension ends five minutes before the contract’s time', async () => {
    const deal = await locked()
    const latest = addSeconds((await dealOf(deal)).settleBy, -300)
    await refuses(sign(ann, deal.id, { action: 'extend', until: addSeconds(latest, 1) }), 'E5013', /up to 20/)
    for (const one of [ann, bob]) {
      const signature = await sign(one, deal.id, { action: 'extend', until: latest })
      await extendChallenge(as(one), { id: deal.id, until: latest, signature })
    }
    expect((await row(deal.id)).deadlineAt).toEqual(latest)
  })

  it('a downtime of the desk moves its time no further than that', async () => {
    const deal = await locked('ENFORCED')
    const before = await row(deal.id)
    const { respondBy } = await dealOf(deal)
    const from = addSeconds(before.statusSince, 10)
    const day = { startedAt: from, endedAt: addSeconds(from, 24 * HOUR) }
    await extendForDowntime(desk(day.endedAt), deal.id, day)
    const after = await row(deal.id)
    expect(after.deadlineAt).toEqual(addSeconds(respondBy as Date, -300))
    const resolution = ({ deadlines }: typeof after) => Date.parse((deadlines as { resolution: string }).resolution)
    expect(resolution(after) - resolution(before)).toBe(
      (after.deadlineAt as Date).getTime() - (before.deadlineAt as Date).getTime(),
    )

    const week = { startedAt: day.endedAt, endedAt: addSeconds(day.endedAt, 7 * 24 * HOUR) }
    await extendForDowntime(desk(week.endedAt), deal.id, week)
    expect((await row(deal.id)).deadlineAt).toEqual(after.deadlineAt)
  })
})

describe('an outcome of a bonded challenge', () => {
  it('is signed for the deal, in the escrow’s domain, and waits for the chain', async () => {
    const deal = await locked()
    await confirmBy(ann, deal.id, 'COUNTERPARTY_WIN')
    const offer = await db().offer.findFirstOrThrow({ where: { challengeId: deal.id } })
    expect(offer.message).toMatchObject({ deal: deal.dealId, outcome: 'COUNTERPARTY_WIN', nonce: '0', toCreator: '0' })
    expect(offer.domain).toMatchObject({ chainId: 31337, verifyingContract: addresses().escrow.toLowerCase() })
    expect(await confirmBy(bob, deal.id, 'COUNTERPARTY_WIN')).toMatchObject({ status: 'AWAITING_RESOLUTION' })
  })

  it('both have signed is not taken back at the desk while the chain is being told', async () => {
    const deal = await locked()
    await confirmBy(ann, deal.id, 'DRAW')
    expect(await confirmBy(ann, deal.id, 'FULFILLED')).toMatchObject({ status: 'AWAITING_RESOLUTION' })
    await confirmBy(bob, deal.id, 'FULFILLED')
    await refuses(confirmBy(ann, deal.id, 'DRAW'), 'E3020', /taken to the chain/)
    await refuses(cancel(bob, deal), 'E3020', /taken to the chain/)
    await refuses(voidOffers(as(ann), deal), 'E3014', /voidOffers on the contract/)
    const open = await db().offer.findMany({ where: { challengeId: deal.id, closedAt: null } })
    expect(open.map(({ message }) => (message as { outcome: string }).outcome)).toEqual(['FULFILLED', 'FULFILLED'])

    await says(deal, joined({ nonces: { creator: 1n, counterparty: 0n } }))
    expect(await confirmBy(ann, deal.id, 'DRAW')).toMatchObject({ status: 'AWAITING_RESOLUTION' })
  })

  it('may be to call it off, which is a settlement like any other', async () => {
    const deal = await locked()
    await cancel(ann, deal)
    expect(await cancel(bob, deal)).toMatchObject({ status: 'AWAITING_RESOLUTION' })
    await says(deal, ended(joined(), { outcome: 'NO_CONTEST' }))
    expect(await row(deal.id)).toMatchObject({ status: 'COMPLETED', reasonCode: 'CANCELLED_TOGETHER' })
  })

  it('of a split is exactly the share that was asked for', async () => {
    const deal = await locked()
    const signature = await sign(ann, deal.id, { action: 'split', creator_bps: 5000 })
    await refuses(splitChallenge(as(ann), { id: deal.id, creator_bps: 5001, signature }), 'E3021')
    await refuses(sign(ann, deal.id, { action: 'split' }), 'E9004')
    const { id } = await lockedChallenge(ann, bob, gatekeeperBody('1'))
    await refuses(splitChallenge(as(ann), { id, creator_bps: 5000, signature }), 'E3020')
  })

  it('taken off the table at the desk keeps its nonce: only the chain can kill it', async () => {
    const deal = await locked()
    await confirmBy(ann, deal.id, 'DRAW')
    expect(await voidOffers(as(ann), deal)).toMatchObject({ offers: [] })
    expect((await row(deal.id)).creatorNonce).toBe(0)
    const entry = await db().challengeEvent.findFirstOrThrow({ where: { challengeId: deal.id, action: 'void' } })
    expect(entry.data).toEqual({ code: 'DESK_ONLY', nonce: 0 })
    await confirmBy(bob, deal.id, 'DRAW')
    const waiting = await db().$queryRaw<
      unknown[]
    >`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`keep:${deal.dealId}`}`
    expect(waiting).toEqual([])
  })
})

describe('a response', () => {
  const salt = hash('51')
  const respond = (one: Person, { id }: Agreed, response: string) => respondToChallenge(as(one), { id, response, salt })

  it('is sealed until both are on chain', async () => {
    const deal = await locked('ENFORCED')
    const mine = await respond(ann, deal, 'Delivered on Monday.')
    const prepared_hash = responseHash({ challenge: deal.id, role: 'creator', response: 'Delivered on Monday.', salt })
    expect(mine.responses).toEqual({
      creator: { hash: null, response: 'Delivered on Monday.', salt, prepared_hash },
      counterparty: { hash: null },
    })
    const theirs = { creator: { hash: null }, counterparty: { hash: null } }
    expect((await getChallenge(as(bob), deal)).responses).toEqual(theirs)

    const one = { creator: prepared_hash, counterparty: null }
    await says(deal, joined({ responses: one }))
    expect((await getChallenge(as(bob), deal)).responses).toEqual({ ...theirs, creator: { hash: prepared_hash } })
    const { log_head } = await respond(bob, deal, 'Never came.')
    expect(log_head).toBe((await row(deal.id)).logHead)

    await says(deal, joined({ responses: { ...one, counterparty: hash('0b') } }))
    expect((await getChallenge(as(bob), deal)).responses).toMatchObject({
      creator: { response: 'Delivered on Monday.' },
      counterparty: { response: 'Never came.', hash: hash('0b') },
    })
    const stranger = { ...as(carol), actor: { kind: 'anonymous' as const } }
    expect((await getChallenge(stranger, deal)).responses).toEqual({
      creator: { hash: prepared_hash },
      counterparty: { hash: hash('0b') },
    })
    const events = await db().event.findMany({ where: { subject: deal.id } })
    expect(JSON.stringify(events)).not.toContain('Delivered')
  })

  it('may change until the chain has it; then only its own words are taken', async () => {
    const deal = await locked('ENFORCED')
    await respond(ann, deal, 'One')
    expect((await respond(ann, deal, 'Two')).responses?.creator).toMatchObject({ response: 'Two' })
    const known = responseHash({ challenge: deal.id, role: 'creator', response: 'Three', salt })
    await says(deal, joined({ responses: { creator: known, counterparty: null } }))
    await refuses(respond(ann, deal, 'Four'), 'E9004')
    expect((await respond(ann, deal, 'Three')).responses?.creator).toMatchObject({ response: 'Three', hash: known })
    expect(await db().offer.count({ where: { challengeId: deal.id, closedAt: null } })).toBe(1)
  })

  it('is asked for only where it belongs', async () => {
    await refuses(respond(ann, await locked('FIRE'), 'x'), 'E3014')
    await refuses(respond(ann, await agree('ENFORCED'), 'x'), 'E3014')
    await refuses(respond(carol, await locked('ENFORCED'), 'x'), 'E3012')
  })

  it('stays when it ended, and is no offer', async () => {
    const deal = await locked('ENFORCED')
    expect((await respond(ann, deal, 'x')).offers).toEqual([])
    await refuses(voidOffers(as(ann), deal), 'E3014')
    await says(deal, ended(joined(), { kind: 'expired', outcome: 'NO_CONTEST', decider: null }))
    expect((await getChallenge(as(ann), deal)).responses?.creator).toMatchObject({ response: 'x' })
    expect((await getChallenge(as(bob), deal)).responses?.creator).toEqual({ hash: null })
  })
})

describe('erasing oneself', () => {
  it('takes the words of one’s responses away, and leaves the hashes', async () => {
    const dora = await person()
    const deal = await locked('ENFORCED', { counterparty: dora.address }, dora)
    const known = responseHash({ challenge: deal.id, role: 'counterparty', response: 'My word', salt: hash('51') })
    await respondToChallenge(as(ann), { id: deal.id, response: 'Hers', salt: hash('52') })
    for (const response of ['First try', 'My word'])
      await respondToChallenge(as(dora), { id: deal.id, response, salt: hash('51') })
    await says(deal, joined({ responses: { creator: hash('0a'), counterparty: known } }))
    expect((await getChallenge(as(ann), deal)).responses?.counterparty).toMatchObject({ response: 'My word' })

    await eraseMe(dora.ctx)
    expect((await getChallenge(as(ann), deal)).responses).toMatchObject({
      creator: { response: 'Hers' },
      counterparty: { hash: known, prepared_hash: known },
    })
    const kept = JSON.stringify(await db().offer.findMany({ where: { challengeId: deal.id } }))
    expect(kept).not.toMatch(/My word|First try/)
    expect(kept).toContain(known)
  })
})

describe('lists', () => {
  it('know of each bonded challenge what its page does', async () => {
    const [one, other] = [await agree(), await locked()]
    const { data } = await listChallenges(as(ann), { limit: 2 })
    expect(data.map(({ id, stakes, actions }) => [id, stakes.length, actions.includes('deposit')])).toEqual([
      [other.id, 2, false],
      [one.id, 0, true],
    ])
    expect(data[0]).toEqual(await getChallenge(as(ann), other))
    const waiting = await listWaiting(as(ann), { limit: 200 })
    expect(waiting.data.map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, other.id]))
  })
})

describe('a dispute', () => {
  const dispute = (one: Person, { id }: { id: string }) =>
    disputeChallenge(as(one), {
      id,
      reason: 'It is not so.',
      evidence: [{ name: 'a.png', size: 3, sha256: hash('0e') }],
    })

  it('stops a GATEKEEPER challenge at once, and once', async () => {
    const deal = await lockedChallenge(ann, bob, gatekeeperBody('1'))
    await refuses(dispute(carol, deal), 'E3012')
    const answer = await dispute(bob, deal)
    expect(answer).toMatchObject({ status: 'DISPUTED', case_id: expect.stringMatching(/^0x/) })
    expect(await db().disputeCase.findUniqueOrThrow({ where: { id: answer.case_id as string } })).toMatchObject({
      status: 'OPEN',
      openerRole: 'counterparty',
    })
    await refuses(dispute(ann, deal), 'E5011')
    await confirmBy(ann, deal.id)
    expect(await confirmBy(bob, deal.id)).toMatchObject({ status: 'COMPLETED', case_id: answer.case_id })
    expect(await db().disputeCase.findFirstOrThrow({ where: { challengeId: deal.id } })).toMatchObject({
      status: 'WITHDRAWN',
    })
    await refuses(dispute(ann, deal), 'E3014')
  })

  it('without a verdict in time ends without a contest', async () => {
    const deal = await lockedChallenge(ann, bob, gatekeeperBody('1'))
    await dispute(ann, deal)
    const { deadlineAt, statusSince } = await row(deal.id)
    expect(deadlineAt).toEqual(addSeconds(statusSince, 72 * 3_600))
    await expireChallenge(desk(deadlineAt as Date), deal)
    expect(await row(deal.id)).toMatchObject({ status: 'EXPIRED', outcome: 'NO_CONTEST', receiptId: null })
    expect((await db().disputeCase.findFirstOrThrow({ where: { challengeId: deal.id } })).status).toBe('EXPIRED')
  })

  it('with bonds is only written down until the chain has it', async () => {
    const deal = await locked()
    const answer = await dispute(bob, deal)
    expect(answer).toMatchObject({ status: 'AWAITING_RESOLUTION', case_id: expect.stringMatching(/^0x/) })
    await says(deal, { ...disputed({ caseHash: answer.case_id as Hex }), confirmed: 'JOINED', dispute: null })
    await refuses(dispute(ann, deal), 'E5011')
    await says(deal, disputed({ caseHash: answer.case_id as Hex }))
    await refuses(dispute(ann, deal), 'E5011')
  })

  it('that is only written down is its writer’s alone, and is nobody’s when it comes to nothing', async () => {
    const deal = await locked()
    const { case_id: id = '' } = await dispute(bob, deal)
    expect(await getCase(as(bob), { id })).toMatchObject({ status: 'PREPARED', your_role: 'counterparty' })
    await refuses(getCase(as(ann), { id }), 'E9008')
    expect(await getChallenge(as(ann), deal)).not.toHaveProperty('case_id')

    await says(deal, ended(joined(), { outcome: 'DRAW' }))
    for (const one of [ann, bob, carol]) expect(await getChallenge(as(one), deal)).not.toHaveProperty('case_id')
    await refuses(getCase(as(ann), { id }), 'E9008')
  })

  it('is written down ten times at most', async () => {
    const deal = await locked()
    const write = (reason: string) => disputeChallenge(as(bob), { id: deal.id, reason })
    for (let i = 0; i < 10; i++) await write(`It is closed ${i}.`)
    await refuses(write('It is closed 10.'), 'E9003')
    expect(await write('It is closed 3.')).toMatchObject({ status: 'AWAITING_RESOLUTION' })
  })

  it('of two who are seen by nobody else gives nobody else a text to vote with, nor a word of it', async () => {
    const hidden = await locked('FIRE', { visibility: 'parties' })
    await refuses(sign(carol, hidden.id, { action: 'vote', outcome: 'DRAW' }), 'E3010')
    await refuses(sign(carol, (await locked()).id, { action: 'vote', outcome: 'DRAW' }), 'E7002')
  })

  it('comes after the lock, and with responses after those', async () => {
    await refuses(dispute(ann, await agree()), 'E3014')
    await refuses(dispute(ann, await locked('ENFORCED')), 'E3014')
  })
})

describe('the moderator', () => {
  it('ends a GATEKEEPER challenge at once', async () => {
    const resolution = { strategy: 'MODERATOR', moderator: carol.address }
    const { id } = await lockedChallenge(ann, bob, gatekeeperBody('1', { resolution }))
    const signature = await sign(carol, id, { action: 'moderate', outcome: 'CREATOR_WIN' })
    await refuses(moderateChallenge(as(carol), { id, outcome: 'DRAW', signature }), 'E3021')
    await refuses(moderateChallenge(as(ann), { id, outcome: 'CREATOR_WIN', signature }), 'E3020')
    const done = await moderateChallenge(as(carol), { id, outcome: 'CREATOR_WIN', signature })
    expect(done).toMatchObject({ status: 'COMPLETED', outcome: 'CREATOR_WIN', your_role: 'moderator' })
    const { document } = await db().receipt.findUniqueOrThrow({ where: { id: done.receipt_id as string } })
    expect(document).toMatchObject({
      quorum: { kind: 'moderator', k: 1, m: 1 },
      signature_hashes: [sha256Hex(bytesOf(signature))],
    })
    await refuses(moderateChallenge(as(carol), { id, outcome: 'CREATOR_WIN', signature }), 'E3020')
  })
})

describe('SOLO with an oracle', () => {
  it('waits for it, lets anybody ask, and ends without a contest when it never speaks', async () => {
    const oracle = {
      feed: addresses().testFeed,
      comparator: 'gte',
      threshold: '1',
      not_before: later(3_600).toISOString(),
      max_age_seconds: 600,
    }
    const { id } = await draft(ann, { mode: 'SOLO', title: 'Above one', resolution: { strategy: 'ORACLE', oracle } })
    const signed = await confirmChallenge(as(ann), { id, signature: await sign(ann, id) })
    expect(signed).toMatchObject({ status: 'AWAITING_RESOLUTION', outcome: null, actions: ['verify'] })
    expect(await verifyChallenge(as(carol), { id })).toMatchObject({ status: 'AWAITING_RESOLUTION' })

    await expireChallenge(desk((await row(id)).deadlineAt as Date), { id })
    expect(await row(id)).toMatchObject({ status: 'EXPIRED', outcome: 'NO_CONTEST', receiptId: null })
  })
})
