import { createPublicClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readChainNews } from '@/lib/chain/indexer/read-chain-news'
import { acceptChallenge } from '@/lib/challenge/accept'
import { disputeChallenge } from '@/lib/challenge/dispute'
import { getChallenge } from '@/lib/challenge/get'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { readerOf } from '@/lib/proof/chain-reader'
import { memberOf } from '@/lib/proof/did-key'
import type { Hex } from '@/lib/proof/hash'
import type { Report } from '@/lib/proof/report'
import { verifyBundle, verifyBundleOnline } from '@/lib/proof/verify'
import { getBundle } from '@/lib/receipt/get-bundle'
import { disputeCall, joinCall, openCall } from '@/lib/stake/calls'
import { followDeal } from '@/lib/stake/follow-deal'
import { keepDeal } from '@/lib/stake/keeper/keep-deal'
import { sendCall } from '@/lib/stake/keeper/send-call'
import { listDueCallIds } from '@/lib/stake/keeper/store'
import { type DealRow, findDeal } from '@/lib/stake/store'
import { ownDesk } from '@/test/desk-environment'
import { agent, keyAgent } from '@/test/factories/agents'
import { as, inviteOf, sentChallenge, sign } from '@/test/factories/challenges'
import { holder, sendBy } from '@/test/factories/deal-on-chain'
import { type Person, person } from '@/test/factories/people'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { getCase } from './get-case'
import { loadRoster } from './load-roster'
import { anchorAll, localMembers, vote } from './panel.fixture'

let desk: TestDatabase
let members: Person[]
/** Stands too, and cannot vote on chain. */
const walletless = keyAgent()
const key = generatePrivateKey()
const keys = { creator: generatePrivateKey(), counterparty: generatePrivateKey() }
let creator: Person
let counterparty: Person
beforeAll(async () => {
  desk = await ownDesk({ SUBMITTER_KEY_31337: key })
  await Promise.all([key, ...Object.values(keys)].map((one) => holder(rpcUrl(), one)))
  ;[creator, counterparty, members] = await Promise.all([
    person({ account: privateKeyToAccount(keys.creator) }),
    person({ account: privateKeyToAccount(keys.counterparty) }),
    localMembers(),
  ])
  await agent(await person(), { did: walletless.did, auditor: true })
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

let ticks = 0
/** A worker's next look: late enough for whatever was put off by a minute. */
const later = () => systemContext('test', addSeconds(currentTime(), ++ticks))
const sendAs = (who: Person, call: Parameters<typeof sendBy>[2]) =>
  sendBy(rpcUrl(), { key: who === creator ? keys.creator : keys.counterparty, address: who.address }, call)

async function news(dealId: Hex): Promise<void> {
  await readChainNews(later(), { chainId: 31337 })
  await followDeal(later(), { dealId })
}

/** What the worker does, again and again, until `isDone`. */
async function work(dealId: Hex, isDone: () => Promise<boolean>): Promise<void> {
  const look = async () => {
    await keepDeal(later(), dealId)
    const ctx = later()
    for (const call of await listDueCallIds(sqlOver(database().pool), ctx.now, 50)) await sendCall(ctx, call)
    await news(dealId)
    return isDone()
  }
  await expect.poll(look, { timeout: 25_000, interval: 250 }).toBe(true)
}

const linksOf = (report: Report) => Object.fromEntries(report.links.map(({ name, verdict }) => [name, verdict]))

/** A FIRE challenge with a panel of two of three, its bonds in the escrow. */
async function bondedChallenge(): Promise<{ id: string; deal: DealRow }> {
  const sent = await sentChallenge(creator, {
    mode: 'FIRE',
    title: 'The bridge opens on Friday',
    counterparty: counterparty.address,
    bond: { network: 'local', creator: '1000003', counterparty: '999997' },
    resolution: { strategy: 'COMMITTEE', panel: { k: 2, m: 3, struck: [members[0]?.address] } },
  })
  const { id } = sent
  const invite = inviteOf(sent)
  await acceptChallenge(as(counterparty), {
    id,
    invite,
    signature: await sign(counterparty, id, { action: 'accept', invite }),
  })
  const deal = await findDeal(sqlOver(database().pool), { challengeId: id })
  if (!deal) throw new Error('There is no deal')

  await sendAs(creator, openCall(deal.escrow, deal.deal))
  await sendAs(counterparty, joinCall(deal.escrow, deal.id, deal.deal))
  await news(deal.id)
  return { id, deal }
}

it('a bonded dispute goes from the desk to the chain and back, and its bundle proves every step', async () => {
  const { id, deal } = await bondedChallenge()
  expect(await getChallenge(as(creator), { id })).toMatchObject({ status: 'AWAITING_RESOLUTION' })

  await disputeChallenge(as(counterparty), { id, reason: 'It is still closed.' })
  const { id: caseId } = await database().prisma.disputeCase.findFirstOrThrow({ where: { challengeId: id } })
  const seen = () => getCase(as(counterparty), { id: caseId })
  expect(await seen()).toMatchObject({ status: 'PREPARED', committee: [] })
  await sendAs(counterparty, disputeCall(deal.escrow, deal.id, deal.deal, caseId as Hex))
  await news(deal.id)
  expect(await getChallenge(as(creator), { id })).toMatchObject({ status: 'DISPUTED' })
  expect(await seen()).toMatchObject({ status: 'OPEN', k: 2, m: 3 })

  await work(deal.id, async () => (await seen()).committee.length === 3)
  const { committee, excluded, roster_epoch } = await seen()
  expect((await loadRoster(sqlOver(database().pool), roster_epoch as number)).rows).toHaveLength(8)
  expect(excluded).toContainEqual({ member: memberOf(walletless.did), reason: 'NO_WALLET' })
  expect(deal.deal.panel.struck).toContain(memberOf(walletless.did))
  expect(committee.map(({ member }) => member)).not.toContain(members[0]?.address)
  for (const { member } of committee.slice(1)) {
    const sitting = members.find(({ address }) => address === member) as Person
    await vote(sitting, { id, caseId: caseId as Hex }, 'COUNTERPARTY_WIN')
  }
  await work(deal.id, async () => (await getChallenge(as(creator), { id })).status === 'COMPLETED')
  expect(await seen()).toMatchObject({ status: 'DECIDED', outcome: 'COUNTERPARTY_WIN' })

  await anchorAll(key)
  const { receipt_id } = await getChallenge(as(creator), { id })
  for (const redacted of [false, true]) {
    const answer = await getBundle(as(creator), { id: receipt_id as string, redacted }, new Request('http://desk/'))
    const bytes = await answer.text()
    const offline = await verifyBundle(bytes, { asOf: new Date() })
    expect(offline.links.filter(({ verdict }) => verdict === 'broken' || verdict === 'unverifiable')).toEqual([])
    expect(linksOf(offline)).toMatchObject({
      deal: 'proven',
      outcome: 'proven',
      case: 'proven',
      draw: 'proven',
      amounts: 'proven',
      escrow: 'claimed',
      seed: 'claimed',
    })

    const node = await readerOf(createPublicClient({ chain: foundry, transport: http(rpcUrl()) }))
    const online = await verifyBundleOnline(bytes, { asOf: new Date(), chains: [node] })
    expect(linksOf(online)).toMatchObject({ escrow: 'proven', seed: 'proven', anchor: 'proven' })
    expect(online.exit).toBe(0)
  }
}, 90_000)

it('a dispute opened past the desk, under a hash nobody here knows, is judged all the same', async () => {
  const { id, deal } = await bondedChallenge()
  // The loser-to-be is first, and names what the desk cannot have: a verdict has to be possible still.
  await sendAs(creator, disputeCall(deal.escrow, deal.id, deal.deal, `0x${'5a'.repeat(32)}`))
  await news(deal.id)
  const { case_id } = await getChallenge(as(counterparty), { id })
  expect(case_id).toBe(deal.id)
  const seen = () => getCase(as(counterparty), { id: deal.id })
  expect(await seen()).toMatchObject({ status: 'OPEN', k: 2, m: 3, reason: null, document: { deal: deal.id } })

  await work(deal.id, async () => (await seen()).committee.length === 3)
  for (const { member } of (await seen()).committee.slice(1)) {
    const sitting = members.find(({ address }) => address === member) as Person
    await vote(sitting, { id, caseId: deal.id }, 'COUNTERPARTY_WIN')
  }
  await work(deal.id, async () => (await getChallenge(as(creator), { id })).status === 'COMPLETED')
  expect(await seen()).toMatchObject({ status: 'DECIDED', outcome: 'COUNTERPARTY_WIN' })

  const { receipt_id } = await getChallenge(as(creator), { id })
  const asked = { id: receipt_id as string, redacted: false }
  const bytes = await (await getBundle(as(creator), asked, new Request('http://desk/'))).text()
  const { links } = await verifyBundle(bytes, { asOf: new Date() })
  expect(links.filter(({ verdict }) => verdict === 'broken')).toEqual([])
})
