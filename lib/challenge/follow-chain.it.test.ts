import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDemoAuditors } from '@/lib/agent/ensure-demo-auditors'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import { type LogEntry, verifyLog } from '@/lib/proof/log'
import type { ChainNews } from '@/lib/stake/chain-news'
import { ownDesk } from '@/test/desk-environment'
import { acceptedChallenge, as, type Body, confirmBy, didOf, sign } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { addresses } from '@/test/services/chain'
import { chainNews, deposit, disputed, ended, hash, joined, tell } from './chain-news.fixture'
import { confirmChallenge } from './confirm'
import { disputeChallenge } from './dispute'
import { getChallenge, getChallengeLog } from './get'
import { moderateChallenge } from './moderate'
import { splitChallenge } from './split'

let fresh: Awaited<ReturnType<typeof ownDesk>>
let ann: Person
let bob: Person
let carol: Person
beforeAll(async () => {
  fresh = await ownDesk()
  ;[ann, bob, carol] = await Promise.all([person(), person(), person()])
  await ensureDemoAuditors(systemContext('test'))
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

const db = () => database().prisma
const row = (id: string) => db().challenge.findUniqueOrThrow({ where: { id } })
type Agreed = { id: string; dealId: string }

const body = (mode: 'FIRE' | 'ENFORCED', over: Body = {}): Body => ({
  mode,
  title: 'The bridge opens on Friday',
  counterparty: bob.address,
  bond: { network: 'local', token_address: addresses().testToken, creator: '1000003', counterparty: '999997' },
  ...over,
})
async function agree(mode: 'FIRE' | 'ENFORCED' = 'FIRE', over: Body = {}): Promise<Agreed> {
  const { id } = await acceptedChallenge(ann, bob, body(mode, over))
  return { id, dealId: (await row(id)).dealId as string }
}
const says = (deal: Agreed, news: ChainNews) => tell(systemContext('test'), deal, news)
const withMode = async (mode: 'FIRE' | 'ENFORCED', over: Body = {}) => {
  const deal = await agree(mode, over)
  await says(deal, joined())
  return deal
}

/** The log as `action actor status`, from the acceptance on. */
async function logOf({ id }: Agreed): Promise<string[]> {
  const log = await getChallengeLog(as(ann), { id })
  const entries: LogEntry[] = log.data.map(({ hash: _, ...entry }) => entry)
  const hashes = log.data.map((entry) => entry.hash)
  expect(verifyLog(entries, hashes)).toMatchObject({ ok: true, head: (await row(id)).logHead })
  const from = entries.findIndex(({ action }) => action === 'accept') + 1
  return entries.slice(from).map(({ action, actor, after }) => `${action} ${actor.split(':')[0]} ${after}`)
}
async function receiptOf({ id }: Agreed) {
  const { receiptId } = await row(id)
  const found = await db().receipt.findMany({ where: { subjectId: id } })
  expect(found.map((one) => one.id)).toEqual(receiptId ? [receiptId] : [])
  return found[0]?.document as unknown as Record<string, unknown>
}
const eventsOf = async ({ id }: Agreed) => {
  const { organizationId } = await row(id)
  const events = await db().event.findMany({ where: { subject: id, organizationId }, orderBy: { sequence: 'asc' } })
  return events.map(({ type }) => type)
}
const keepers = async ({ dealId }: Agreed) => {
  const jobs = await db().$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`keep:${dealId}`}`
  return jobs.length
}
const asset = () => `eip155:31337/erc20:${addresses().testToken.toLowerCase()}`
const paid = (...amounts: [Person, string][]) =>
  amounts.map(([one, amount]) => ({ did: didOf(one), asset: asset(), amount }))
const credits = (...amounts: [Person, bigint][]) => amounts.map(([one, amount]) => ({ account: one.address, amount }))

describe('the lock', () => {
  it('waits until the chain has confirmed both bonds', async () => {
    const deal = await agree()
    const unconfirmed = deposit({ confirmed: false })
    await says(deal, chainNews())
    await says(deal, chainNews({ seen: 'OPEN', deposits: { creator: unconfirmed, counterparty: null } }))
    await says(
      deal,
      chainNews({ seen: 'OPEN', confirmed: 'OPEN', deposits: { creator: deposit(), counterparty: null } }),
    )
    await says(deal, joined({ confirmed: 'OPEN', deposits: { creator: deposit(), counterparty: unconfirmed } }))
    expect(await logOf(deal)).toEqual([])
    expect((await row(deal.id)).status).toBe('AWAITING_COUNTERPARTY')
  })

  it.each([
    ['FIRE', 'AWAITING_RESOLUTION'],
    ['ENFORCED', 'ACTIVE'],
  ] as const)('of %s begins at once as %s, and only once', async (mode, status) => {
    const deal = await agree(mode)
    await says(deal, joined())
    await says(deal, joined())
    expect(await logOf(deal)).toEqual(['lock chain INTENT_LOCKED', `begin desk ${status}`])
    expect((await eventsOf(deal)).slice(-3)).toEqual(['challenge.locked', 'challenge.begun', 'challenge.turn'])
    const lock = await db().challengeEvent.findFirstOrThrow({ where: { challengeId: deal.id, action: 'lock' } })
    expect(lock.data).toEqual({
      creator_tx: hash('d1'),
      creator_block: 7,
      counterparty_tx: hash('d2'),
      counterparty_block: 8,
    })
    const { deadlineAt, deadlines } = await row(deal.id)
    const times = deadlines as { response: string | null; resolution: string }
    expect(deadlineAt?.toISOString()).toBe(mode === 'ENFORCED' ? times.response : times.resolution)
  })

  it('is taken back with a deposit, and comes again with it', async () => {
    const deal = await withMode('FIRE')
    const gone = chainNews({ seen: 'OPEN', confirmed: 'OPEN', deposits: { creator: deposit(), counterparty: null } })
    await says(deal, gone)
    await says(deal, gone)
    const { status, deadlineAt, deadlines } = await row(deal.id)
    expect(status).toBe('AWAITING_COUNTERPARTY')
    expect(deadlineAt?.toISOString()).toBe((deadlines as { deposit: string }).deposit)
    expect(await eventsOf(deal)).toContain('challenge.rolled_back')

    await says(deal, joined())
    await says(deal, joined())
    expect(await logOf(deal)).toEqual([
      'lock chain INTENT_LOCKED',
      'begin desk AWAITING_RESOLUTION',
      'chain.rolled_back chain AWAITING_COUNTERPARTY',
      'lock chain INTENT_LOCKED',
      'begin desk AWAITING_RESOLUTION',
    ])
  })
})

describe('responses', () => {
  const one = { creator: hash('a1'), counterparty: null }
  const both = { creator: hash('a1'), counterparty: hash('b1') }

  it('are logged one by one, and with the second somebody says how it ended', async () => {
    const deal = await withMode('ENFORCED')
    for (const responses of [one, one, both, both]) await says(deal, joined({ responses }))
    expect((await logOf(deal)).slice(2)).toEqual(['respond chain ACTIVE', 'respond chain AWAITING_RESOLUTION'])
    const logged = await db().challengeEvent.findMany({ where: { challengeId: deal.id, action: 'respond' } })
    expect(logged.map(({ data }) => data)).toEqual([
      { role: 'creator', response_hash: hash('a1') },
      { role: 'counterparty', response_hash: hash('b1') },
    ])
  })

  it('that the chain takes back are awaited again', async () => {
    const deal = await withMode('ENFORCED')
    for (const responses of [both, one, both]) await says(deal, joined({ responses }))
    expect((await logOf(deal)).slice(2)).toEqual([
      'respond chain ACTIVE',
      'respond chain AWAITING_RESOLUTION',
      'chain.rolled_back chain ACTIVE',
      'respond chain AWAITING_RESOLUTION',
    ])
  })
})

describe('a dispute', () => {
  it('counts its time from when the chain says it was opened, also one the desk never heard of', async () => {
    const deal = await withMode('FIRE')
    const end = (await row(deal.id)).deadlineAt as Date
    const openedAt = new Date(end.getTime() - 3_600_000)
    await says(deal, disputed({ openedAt }))
    await says(deal, disputed({ openedAt }))
    expect((await logOf(deal)).slice(2)).toEqual(['dispute chain DISPUTED'])
    expect((await row(deal.id)).deadlineAt).toEqual(new Date(openedAt.getTime() + 72 * 3_600_000))
    expect((await getChallenge(as(bob), deal)).case_id).toBeUndefined()
  })

  it('opened early ends no sooner than what was agreed, as on chain', async () => {
    const deal = await withMode('FIRE')
    const { deadlineAt } = await row(deal.id)
    await says(deal, disputed({ openedAt: new Date() }))
    expect(await row(deal.id)).toMatchObject({ status: 'DISPUTED', deadlineAt })
  })

  it('opens the case that was prepared for it, and closes it when the chain takes it back', async () => {
    const deal = await withMode('FIRE')
    const { case_id } = await disputeChallenge(as(bob), { id: deal.id, reason: 'It is still shut.' })
    expect((await getChallenge(as(ann), deal)).case_id).toBeUndefined()
    const caseHash = case_id as Hex
    const statusOf = async () => (await db().disputeCase.findUniqueOrThrow({ where: { id: caseHash } })).status

    await says(deal, disputed({ caseHash, seed: hash('5e'), blockHash: hash('b1'), round: 1 }))
    expect(await db().disputeCase.findUniqueOrThrow({ where: { id: caseHash } })).toMatchObject({
      status: 'OPEN',
      round: 1,
      seed: hash('5e'),
      seedBlock: 12n,
    })
    expect((await getChallenge(as(ann), deal)).case_id).toBe(caseHash)

    await says(deal, joined())
    expect([await statusOf(), (await row(deal.id)).status]).toEqual(['PREPARED', 'AWAITING_RESOLUTION'])
    await says(deal, disputed({ caseHash }))
    await says(deal, ended(disputed({ caseHash }), { outcome: 'NO_CONTEST' }))
    expect([await statusOf(), (await row(deal.id)).status]).toEqual(['WITHDRAWN', 'COMPLETED'])
  })
})

describe('whatever order the chain’s news come in', () => {
  const one = { creator: hash('a1'), counterparty: null }
  const responses = { creator: hash('a1'), counterparty: hash('b1') }
  const told: [ChainNews, string, string][] = [
    [chainNews(), 'AWAITING_COUNTERPARTY', 'AWAITING_COUNTERPARTY'],
    [
      chainNews({ seen: 'OPEN', confirmed: 'OPEN', deposits: { creator: deposit(), counterparty: null } }),
      'AWAITING_COUNTERPARTY',
      'AWAITING_COUNTERPARTY',
    ],
    [joined(), 'AWAITING_RESOLUTION', 'ACTIVE'],
    [joined({ responses: one }), 'AWAITING_RESOLUTION', 'ACTIVE'],
    [joined({ responses }), 'AWAITING_RESOLUTION', 'AWAITING_RESOLUTION'],
    [disputed({}, { responses }), 'DISPUTED', 'DISPUTED'],
  ]
  const everyStep = told.flatMap((_, from) => told.map((_, to) => [from, to] as const))

  it.each(['FIRE', 'ENFORCED'] as const)('%s is where the last of them says, by a log without a gap', async (mode) => {
    const deal = await agree(mode)
    for (const [from, to] of everyStep) {
      for (const place of [from, to]) {
        const [news, fire, enforced] = told[place] as (typeof told)[number]
        await says(deal, news)
        expect((await row(deal.id)).status, `${from} to ${to}`).toBe(mode === 'FIRE' ? fire : enforced)
      }
    }
    const entries = await logOf(deal)
    const [last] = told.at(-1) as (typeof told)[number]
    for (let again = 0; again < 3; again++) await says(deal, last)
    expect(await logOf(deal)).toEqual(entries)
  })
})

describe('everything at once', () => {
  it('is told step by step, after a day away', async () => {
    const deal = await agree('ENFORCED')
    const responses = { creator: hash('a1'), counterparty: hash('b1') }
    const news = ended(disputed({}, { responses }), { outcome: 'CREATOR_WIN', credits: credits([ann, 5n]) })
    await says(deal, news)
    await says(deal, news)
    expect(await logOf(deal)).toEqual([
      'lock chain INTENT_LOCKED',
      'begin desk ACTIVE',
      'respond chain ACTIVE',
      'respond chain AWAITING_RESOLUTION',
      'dispute chain DISPUTED',
      'settled chain COMPLETED',
    ])
    expect(await receiptOf(deal)).toMatchObject({ outcome: 'CREATOR_WIN', amounts: paid([ann, '5']) })
  })

  it('ends for good: what the chain says later changes nothing', async () => {
    const deal = await withMode('FIRE')
    await says(deal, ended(joined(), { outcome: 'DRAW' }))
    const before = await row(deal.id)
    for (const news of [joined(), chainNews(), ended(joined(), { outcome: 'CREATOR_WIN' }), disputed()])
      await says(deal, news)
    expect(await row(deal.id)).toEqual(before)
  })
})

describe('the receipt', () => {
  it('of what both signed names their signatures, and what the two were paid', async () => {
    const deal = await withMode('FIRE')
    const signatures = await Promise.all(
      [ann, bob].map((one) => sign(one, deal.id, { action: 'confirm', outcome: 'CREATOR_WIN' })),
    )
    for (const [i, one] of [ann, bob].entries()) {
      const offer = { id: deal.id, outcome: 'CREATOR_WIN' as const, signature: signatures[i] as Hex }
      expect(await confirmChallenge(as(one), offer)).toMatchObject({ status: 'AWAITING_RESOLUTION' })
    }
    expect(await keepers(deal)).toBe(1)
    expect(await db().receipt.count({ where: { subjectId: deal.id } })).toBe(0)

    const treasury = { account: hash('77').slice(0, 42) as Hex, amount: 99_999n }
    const all = [...credits([ann, 1_500_001n], [bob, 50n]), treasury]
    await says(deal, ended(joined(), { outcome: 'CREATOR_WIN', credits: all }))
    expect(await receiptOf(deal)).toMatchObject({
      outcome: 'CREATOR_WIN',
      split: false,
      quorum: { kind: 'parties', k: 2, m: 2 },
      amounts: paid([ann, '1500001'], [bob, '50']),
      signature_hashes: signatures.map((signature) => sha256Hex(bytesOf(signature))),
      case: null,
      log: { head: (await row(deal.id)).logHead },
    })
    const used = await db().offer.groupBy({ by: ['closedWhy'], where: { challengeId: deal.id }, _count: true })
    expect(used).toEqual([{ closedWhy: 'used', _count: 2 }])
  })

  it('comes with what each side was credited, told to that side alone and once', async () => {
    const deal = await withMode('FIRE')
    const news = ended(joined(), { outcome: 'CREATOR_WIN', credits: credits([ann, 1_500_001n], [bob, 50n]) })
    await says(deal, news)
    await says(deal, news)
    const told = await db().event.findMany({ where: { subject: deal.id, type: 'bond.released' } })
    const amounts = told.map(({ organizationId, data }) => [organizationId, (data as { amount: string }).amount])
    expect(Object.fromEntries(amounts)).toEqual({ [ann.organizationId]: '1500001', [bob.organizationId]: '50' })
    expect(told).toHaveLength(2)
    expect(told[0]?.data).toMatchObject({ challenge_id: deal.id, deal_id: deal.dealId, outcome: 'CREATOR_WIN' })
  })

  it('is made also of signatures the desk has never seen', async () => {
    const deal = await withMode('FIRE')
    await confirmBy(ann, deal.id, 'FULFILLED')
    await says(deal, ended(joined(), { outcome: 'COUNTERPARTY_WIN', credits: credits([bob, 9n]) }))
    expect(await row(deal.id)).toMatchObject({ status: 'COMPLETED', outcome: 'COUNTERPARTY_WIN' })
    expect(await receiptOf(deal)).toMatchObject({ signature_hashes: [], amounts: paid([bob, '9']) })
  })

  it('of a split is a draw, with the exact amounts and without the fee of a dispute', async () => {
    const deal = await withMode('FIRE')
    const signatures: Hex[] = []
    for (const one of [ann, bob]) {
      const signature = await sign(one, deal.id, { action: 'split', creator_bps: 3333 })
      const answer = await splitChallenge(as(one), { id: deal.id, creator_bps: 3333, signature })
      expect(answer.offers.at(-1)).toMatchObject({ outcome: 'SPLIT', to_creator: '666600', to_counterparty: '1333400' })
      signatures.push(signature)
    }
    const all = credits([ann, 666_600n], [bob, 1_433_400n])
    await says(deal, ended(disputed(), { kind: 'split', outcome: 'DRAW', credits: all }))
    expect(await row(deal.id)).toMatchObject({ status: 'COMPLETED', outcome: 'DRAW', split: true })
    expect(await receiptOf(deal)).toMatchObject({
      outcome: 'DRAW',
      split: true,
      amounts: paid([ann, '666600'], [bob, '1433400']),
      signature_hashes: signatures.map((signature) => sha256Hex(bytesOf(signature))),
    })
  })

  it('of the moderator names their signature', async () => {
    const deal = await withMode('FIRE', { resolution: { strategy: 'MODERATOR', moderator: carol.address } })
    const signature = await sign(carol, deal.id, { action: 'moderate', outcome: 'DRAW' })
    expect(await moderateChallenge(as(carol), { id: deal.id, outcome: 'DRAW', signature })).toMatchObject({
      status: 'AWAITING_RESOLUTION',
      your_role: 'moderator',
    })
    expect(await keepers(deal)).toBe(1)
    await says(deal, ended(joined(), { decider: 'RESOLVER', outcome: 'DRAW' }))
    expect(await receiptOf(deal)).toMatchObject({
      quorum: { kind: 'moderator', k: 1, m: 1 },
      signature_hashes: [sha256Hex(bytesOf(signature))],
    })
  })

  it('of an oracle names no signature', async () => {
    const deal = await withMode('FIRE')
    await says(deal, ended(joined(), { decider: 'ORACLE', outcome: 'COUNTERPARTY_WIN' }))
    expect(await receiptOf(deal)).toMatchObject({ quorum: { kind: 'oracle', k: 1, m: 1 }, signature_hashes: [] })
  })

  it('of a panel names the case and the votes that were paid', async () => {
    const resolution = { strategy: 'COMMITTEE', panel: { k: 2, m: 3 } }
    const deal = await withMode('FIRE', { resolution })
    const { case_id } = await disputeChallenge(as(bob), { id: deal.id, reason: 'It is still shut.' })
    const caseId = case_id as Hex
    await says(deal, disputed({ caseHash: caseId }))
    const members = ['11', '22', '33'].map((byte) => hash(byte).slice(0, 42) as Hex)
    const outcomes = ['DRAW', 'CREATOR_WIN', 'CREATOR_WIN'] as const
    for (const [i, member] of members.entries()) {
      const signature = hash(`a${i}`)
      await db().caseVote.create({
        data: {
          id: crypto.randomUUID(),
          caseId,
          round: 0,
          member,
          outcome: outcomes[i] as string,
          domain: {},
          message: {},
          signature,
          signatureHash: sha256Hex(bytesOf(signature)),
          createdAt: new Date(Date.now() + i),
        },
      })
    }
    const all = [...credits([ann, 7n]), ...members.slice(1).map((account) => ({ account, amount: 1n }))]
    await says(deal, ended(disputed({ caseHash: caseId }), { decider: 'PANEL', outcome: 'CREATOR_WIN', credits: all }))
    const votes = ['a1', 'a2'].map((byte) => sha256Hex(bytesOf(hash(byte))))
    expect(await receiptOf(deal)).toMatchObject({
      quorum: { kind: 'committee', k: 2, m: 3 },
      case: { id: caseId, votes },
      signature_hashes: votes,
      amounts: paid([ann, '7']),
    })
    expect(await db().disputeCase.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({
      status: 'DECIDED',
      outcome: 'CREATOR_WIN',
    })
  })
})

describe('when a deadline of the contract passed', () => {
  const refund = (before: ChainNews, ...back: [Person, bigint][]) =>
    ended(before, { kind: 'expired', outcome: 'NO_CONTEST', decider: null, credits: credits(...back) })
  const one = { creator: hash('a1'), counterparty: null }
  const opened = () =>
    chainNews({ seen: 'OPEN', confirmed: 'OPEN', deposits: { creator: deposit(), counterparty: null } })
  const responses = { creator: hash('a1'), counterparty: hash('b1') }

  const rows: [string, 'FIRE' | 'ENFORCED', () => ChainNews, string[] | undefined][] = [
    ['nobody joined', 'FIRE', opened, ['counterparty']],
    ['one did not respond', 'ENFORCED', () => joined({ responses: one }), ['counterparty']],
    ['neither responded', 'ENFORCED', () => joined(), ['creator', 'counterparty']],
    ['neither said how it ended', 'FIRE', () => joined(), ['creator', 'counterparty']],
    [
      'neither said how it ended, after both responded',
      'ENFORCED',
      () => joined({ responses }),
      ['creator', 'counterparty'],
    ],
    ['no verdict came', 'FIRE', () => disputed(), undefined],
    ['no verdict came', 'ENFORCED', () => disputed({}, { responses }), undefined],
  ]
  it.each(rows)('%s: %s ends as EXPIRED with a receipt', async (_, mode, passed, silent) => {
    const deal = await agree(mode)
    await says(deal, passed())
    await says(deal, refund(passed(), [ann, 3n]))
    await says(deal, refund(passed(), [ann, 3n]))
    expect(await row(deal.id)).toMatchObject({ status: 'EXPIRED', outcome: 'NO_CONTEST', reasonCode: 'DEADLINE' })
    expect(await receiptOf(deal)).toMatchObject({
      outcome: 'NO_CONTEST',
      quorum: { kind: 'clock', k: 0, m: 0 },
      amounts: paid([ann, '3']),
      signature_hashes: [],
    })
    const last = await db().challengeEvent.findFirstOrThrow({
      where: { challengeId: deal.id },
      orderBy: { sequence: 'desc' },
    })
    expect(last).toMatchObject({ action: 'refunded', actor: 'chain' })
    expect((last.data as { silent?: string[] }).silent).toEqual(silent)
  })

  it('only who had not signed is silent', async () => {
    const deal = await withMode('FIRE')
    await confirmBy(bob, deal.id, 'COUNTERPARTY_WIN')
    await says(deal, refund(joined()))
    const last = await db().challengeEvent.findFirstOrThrow({ where: { challengeId: deal.id, action: 'refunded' } })
    expect(last.data).toMatchObject({ silent: ['creator'] })
  })

  it('nobody is silent where somebody else was to decide', async () => {
    const deal = await withMode('FIRE', { resolution: { strategy: 'MODERATOR', moderator: carol.address } })
    await says(deal, refund(joined()))
    const last = await db().challengeEvent.findFirstOrThrow({ where: { challengeId: deal.id, action: 'refunded' } })
    expect(last.data).not.toHaveProperty('silent')
  })
})

describe('nonces', () => {
  it('are the chain’s: offers of an older one leave the table and are no longer taken', async () => {
    const deal = await withMode('FIRE')
    const old = await sign(ann, deal.id, { action: 'confirm', outcome: 'DRAW' })
    await confirmBy(ann, deal.id, 'FULFILLED')
    await confirmBy(bob, deal.id, 'DRAW')
    const voided = joined({ nonces: { creator: 1n, counterparty: 0n } })
    await says(deal, voided)
    await says(deal, voided)
    expect((await getChallenge(as(ann), deal)).offers).toMatchObject([{ role: 'counterparty', outcome: 'DRAW' }])
    expect((await logOf(deal)).filter((entry) => entry.startsWith('void'))).toEqual(['void chain AWAITING_RESOLUTION'])
    const stale = confirmChallenge(as(ann), { id: deal.id, outcome: 'DRAW', signature: old })
    await expect(stale).rejects.toMatchObject({ code: 'E1005' })

    await confirmBy(ann, deal.id, 'DRAW')
    expect(await keepers(deal)).toBe(1)
    const offers = await db().offer.findMany({ where: { challengeId: deal.id, role: 'creator', closedAt: null } })
    expect(offers.map(({ message }) => (message as { nonce: string }).nonce)).toEqual(['1'])
  })
})

describe('two outcomes racing', () => {
  it('the chain’s wins over what both sign at the desk in the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const deal = await withMode('FIRE')
      await confirmBy(ann, deal.id, 'FULFILLED')
      const signature = await sign(bob, deal.id, { action: 'confirm', outcome: 'FULFILLED' })
      const [offered] = await Promise.allSettled([
        confirmChallenge(as(bob), { id: deal.id, outcome: 'FULFILLED', signature }),
        says(deal, ended(joined(), { decider: 'RESOLVER', outcome: 'CREATOR_WIN' })),
      ])
      if (offered.status === 'rejected') expect(offered.reason).toMatchObject({ code: 'E3020' })
      expect(await row(deal.id)).toMatchObject({ status: 'COMPLETED', outcome: 'CREATOR_WIN' })
      expect(await receiptOf(deal)).toMatchObject({ outcome: 'CREATOR_WIN', quorum: { kind: 'moderator' } })
      expect((await logOf(deal)).at(-1)).toBe('settled chain COMPLETED')
    }
  })

  it('the same news by two workers ends it once', async () => {
    const deal = await agree('FIRE')
    const news = ended(joined(), { outcome: 'DRAW' })
    await Promise.all([says(deal, news), says(deal, news), says(deal, joined())])
    expect(await logOf(deal)).toEqual([
      'lock chain INTENT_LOCKED',
      'begin desk AWAITING_RESOLUTION',
      'settled chain COMPLETED',
    ])
    expect(await receiptOf(deal)).toMatchObject({ outcome: 'DRAW' })
  })
})
