import { createTestClient, http, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { advanceBatch } from '@/lib/anchor/advance-batch'
import { announceAnchored } from '@/lib/anchor/announce-anchored'
import { closeBatch } from '@/lib/anchor/close-batch'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { expireChallenge } from '@/lib/challenge/expire'
import { getChallenge } from '@/lib/challenge/get'
import { addSeconds, currentTime } from '@/lib/clock'
import { type Ctx, systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { deskAccount } from '@/lib/desk/seal'
import { type Bundle, bundleSchema } from '@/lib/proof/bundle'
import { jcs } from '@/lib/proof/jcs'
import { type Receipt, receiptId } from '@/lib/proof/receipt'
import type { Report } from '@/lib/proof/report'
import { verifyBundle } from '@/lib/proof/verify'
import { ownDesk } from '@/test/desk-environment'
import { as, confirmBy, didOf, draft, ENOUGH, gatekeeperBody, lockedChallenge, sign } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import { honest, startProviders } from '@/test/fakes/rpc-providers'
import { fundedAccount, rpcUrl } from '@/test/services/chain'
import { getReceipt } from './get'
import { getBundle } from './get-bundle'
import { issueReceipt } from './issue'
import { listReceipts } from './list'
import { ReceiptAnswer, ReceiptFilter } from './schemas'
import { verifyPostedBundle } from './verify-bundle'

let providers: Awaited<ReturnType<typeof startProviders>>
let desk: Awaited<ReturnType<typeof ownDesk>>
let creator: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  providers = await startProviders([honest, honest], rpcUrl())
  desk = await ownDesk({ RPC_31337: providers.urls.join(','), ANCHOR_MAX_SECONDS: '1' })
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  const { address } = privateKeyToAccount(process.env.SUBMITTER_KEY_31337 as `0x${string}`)
  await anvil.setBalance({ address, value: parseEther('10') })
  ;[creator, bob, eve] = await Promise.all([
    person({ account: await fundedAccount() }),
    person({ account: await fundedAccount() }),
    person(),
  ])
})
afterAll(async () => {
  await database().close()
  await Promise.all([desk.drop(), providers.close()])
})

type Visibility = 'link' | 'public' | 'parties'
const db = () => database().prisma

/** A GATEKEEPER challenge both ended as FULFILLED; the receipt's id. */
async function fulfilled(visibility: Visibility = 'link', a = creator, b = bob): Promise<string> {
  const { id } = await lockedChallenge(a, b, gatekeeperBody(ENOUGH, { visibility }))
  await confirmBy(a, id)
  const { receipt_id } = await confirmBy(b, id)
  return receipt_id as string
}
async function expired(): Promise<string> {
  const { id } = await lockedChallenge(creator, bob)
  await expireChallenge(systemContext('test', addSeconds(currentTime(), 40 * 86_400)), { id })
  const { receipt_id } = await getChallenge(as(creator), { id })
  return receipt_id as string
}
async function solo(): Promise<string> {
  const { id } = await draft(creator, { mode: 'SOLO', title: 'I will run a marathon', visibility: 'public' })
  const { receipt_id } = await confirmChallenge(as(creator), {
    id,
    signature: await sign(creator, id, { action: 'confirm' }),
  })
  return receipt_id as string
}

/** Anchors whatever waits, as the worker does. */
async function anchorAll(): Promise<string[]> {
  const done: string[] = []
  for (;;) {
    const batchId = await closeBatch(systemContext('test', addSeconds(currentTime(), 10)))
    if (!batchId) return done
    await expect.poll(() => advanceBatch(systemContext('test'), batchId), { timeout: 10_000 }).toBe('done')
    done.push(batchId)
  }
}

const request = (headers: Record<string, string> = {}) => new Request('http://localhost/bundle', { headers })
async function bundleFor(ctx: Ctx, id: string, redacted = false): Promise<{ bytes: Uint8Array; bundle: Bundle }> {
  const response = await getBundle(ctx, { id, redacted }, request())
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { bytes, bundle: bundleSchema.parse(JSON.parse(Buffer.from(bytes).toString())) }
}
const verify = (bytes: Uint8Array) =>
  verifyBundle(bytes, { asOf: new Date(), desk: deskAccount().address.toLowerCase() })
const verdicts = (report: Report) => Object.fromEntries(report.links.map(({ name, verdict }) => [name, verdict]))
const brokenLinks = (report: Report) => report.links.filter(({ verdict }) => verdict === 'broken')

describe('a receipt', () => {
  it('is answered with what it says, how it was decided and how far it is anchored', async () => {
    const id = await fulfilled()
    const before = await getReceipt(as(creator), { id })
    expect(before).toMatchObject({
      id,
      status: 'FINALIZED',
      attestations: [],
      quorum: { kind: 'parties', k: 2, m: 2, passes: 2, fails: 0 },
      anchor: { state: 'OPEN', chain_id: 'eip155:31337', root: null, tx_hash: null, block_number: null },
    })
    expect(receiptId(before.receipt)).toBe(id)
    const sent = JSON.parse(JSON.stringify(before))
    expect(ReceiptAnswer.strict().parse(sent)).toEqual(sent)

    await anchorAll()
    expect((await getReceipt(as(creator), { id })).anchor).toMatchObject({
      state: 'FINAL',
      root: expect.stringMatching(/^0x/),
      tx_hash: expect.stringMatching(/^0x/),
      block_number: expect.any(Number),
    })
  })

  it('never holds what the parties wrote', async () => {
    const { receipt } = await getReceipt(anonymous(), { id: await fulfilled() })
    expect(JSON.stringify(receipt)).not.toMatch(/Bike|Blue/)
  })

  it('is issued once for a subject, and the second time changes nothing', async () => {
    const id = await fulfilled()
    const { receipt } = await getReceipt(as(creator), { id })
    const again = { ...receipt, issued_at: '2030-01-01T00:00:00.000Z' } as Receipt
    const issue = () =>
      inSqlTransaction(database(), (sql) =>
        issueReceipt(
          sql,
          { now: currentTime(), requestId: 'r' },
          { receipt: again, visibility: 'public', organizations: [eve.organizationId] },
        ),
      )
    expect(await Promise.all([issue(), issue()])).toEqual([id, id])
    expect((await getReceipt(as(creator), { id })).receipt).toEqual(receipt)
    expect(await db().event.count({ where: { organizationId: eve.organizationId } })).toBe(0)
    expect(await db().anchorLeaf.count({ where: { leaf: receiptId(again) } })).toBe(0)
  })

  it('is refused when it is none', async () => {
    const { receipt } = await getReceipt(as(creator), { id: await fulfilled() })
    const wrong: Receipt = Object.assign({ title: 'Bike' }, receipt)
    const issue = issueReceipt(
      sqlOver(database().pool),
      { now: currentTime(), requestId: 'r' },
      { receipt: wrong, visibility: 'link', organizations: [] },
    )
    await expect(issue).rejects.toThrow()
  })

  it('refuses to change', async () => {
    await fulfilled()
    await expect(database().pool.query("UPDATE receipts SET status = 'FAILED'")).rejects.toThrow('append-only')
  })
})

describe('who sees a receipt', () => {
  it.each([
    ['link', true, false],
    ['public', true, true],
    ['parties', false, false],
  ] as const)('with visibility %s: others by its id %s, in their list %s', async (visibility, byId, listed) => {
    const id = await fulfilled(visibility)
    for (const ctx of [as(eve), anonymous()]) {
      const seen = await getReceipt(ctx, { id }).then(
        () => true,
        (error) => {
          expect(error).toMatchObject({ code: 'E7001', status: 404 })
          return false
        },
      )
      expect(seen).toBe(byId)
      const list = await listReceipts(ctx, ReceiptFilter.parse({ limit: 200 }))
      expect(list.data.some((receipt) => receipt.id === id)).toBe(listed)
    }
    for (const party of [creator, bob]) {
      expect((await getReceipt(as(party), { id })).id).toBe(id)
      expect(
        (await listReceipts(as(party), ReceiptFilter.parse({ limit: 200 }))).data.map((receipt) => receipt.id),
      ).toContain(id)
    }
  })

  it('a party keeps seeing it after unlinking the wallet, and whoever links that wallet sees it too', async () => {
    const [ann, carl] = [await person({ account: await fundedAccount() }), await person()]
    const id = await fulfilled('parties', ann, bob)
    await db().wallet.updateMany({ where: { address: ann.address }, data: { unlinkedAt: currentTime() } })
    expect((await getReceipt(as(ann), { id })).id).toBe(id)
    await expect(getReceipt(as(carl), { id })).rejects.toMatchObject({ code: 'E7001' })

    await db().wallet.updateMany({ where: { address: ann.address }, data: { unlinkedAt: null, userId: carl.userId } })
    expect((await getReceipt(as(carl), { id })).id).toBe(id)
  })

  it('is nobody’s when there is none', async () => {
    await expect(getReceipt(as(creator), { id: `0x${'ab'.repeat(32)}` })).rejects.toMatchObject({ code: 'E7001' })
  })
})

describe('the list of receipts', () => {
  const list = async (ctx: Ctx, query: object = {}) => listReceipts(ctx, ReceiptFilter.parse({ limit: 200, ...query }))

  it('narrows to a party by DID or address on any chain, a kind and a status', async () => {
    const zoe = await person({ account: await fundedAccount() })
    const id = await fulfilled('link', zoe, bob)
    const ids = async (query: object) => (await list(as(bob), query)).data.map((receipt) => receipt.id)

    expect(await ids({ party: didOf(zoe) })).toEqual([id])
    expect(await ids({ party: didOf(zoe).replace(':31337:', ':1:') })).toEqual([id])
    expect(await ids({ party: zoe.account.address })).toEqual([id])
    expect(await ids({ party: zoe.address, kind: 'challenge', status: 'FINALIZED' })).toEqual([id])
    expect(await ids({ party: zoe.address, kind: 'task' })).toEqual([])
    expect(await ids({ party: zoe.address, status: 'FAILED' })).toEqual([])
    expect(ReceiptFilter.safeParse({ party: 'zoe' }).success).toBe(false)
  })

  it('comes in pages, newest first, that together are the whole', async () => {
    const ann = await person({ account: await fundedAccount() })
    const made = [
      await fulfilled('link', ann, bob),
      await fulfilled('link', ann, bob),
      await fulfilled('link', ann, bob),
    ]
    const query = { party: ann.address, limit: 2 }
    const first = await list(as(ann), query)
    const second = await list(as(ann), { ...query, cursor: first.next_cursor })
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made.toReversed())
    expect(second.next_cursor).toBeNull()
    await expect(list(as(bob), { ...query, cursor: first.next_cursor })).rejects.toMatchObject({ code: 'E9004' })
  })
})

describe('a bundle', () => {
  it('proves a challenge both fulfilled, offline and to the last link', async () => {
    const id = await fulfilled()
    await anchorAll()
    const { bytes, bundle } = await bundleFor(as(bob), id)

    expect(Buffer.from(bytes).toString()).toBe(jcs(bundle))
    const report = await verify(bytes)
    expect(brokenLinks(report)).toEqual([])
    expect(report).toMatchObject({ exit: 0, receipt_id: id, outcome: 'FULFILLED' })
    expect(verdicts(report)).toMatchObject({
      'canonical bytes': 'proven',
      'creator intent': 'proven',
      'counterparty intent': 'proven',
      'commitment chain': 'proven',
      outcome: 'proven',
      log: 'proven',
      inclusion: 'proven',
      seal: 'proven',
      anchor: 'claimed',
      funds: 'claimed',
    })
    expect(bundle.funds.map(({ role, phase, status, min_balance }) => [role, phase, status, min_balance])).toEqual([
      ['counterparty', 'lock', 'PASSED', ENOUGH],
    ])
    expect(bundle.log.at(-1)).toMatchObject({ action: 'confirm', after: 'COMPLETED' })
    expect(Buffer.from(bytes).toString()).not.toContain('wallet')
  })

  it('is there before it is anchored, and says so', async () => {
    const { bytes, bundle } = await bundleFor(as(creator), await fulfilled())
    expect(bundle.anchor).toEqual({ state: 'pending' })
    expect(bundle.inclusion).toEqual([])
    expect(await verify(bytes)).toMatchObject({ exit: 0 })
  })

  it('proves what a deadline ended, and what one signed alone', async () => {
    const ids = [await expired(), await solo()]
    await anchorAll()
    for (const id of ids) {
      const report = await verify((await bundleFor(as(creator), id)).bytes)
      expect(brokenLinks(report)).toEqual([])
      expect(report.exit).toBe(0)
    }
  })

  it.each([
    ['a third party', () => bundleOf(as(eve))],
    ['nobody in particular', () => bundleOf(anonymous())],
    ['a party that asks for it', () => bundleOf(as(creator), true)],
  ])('shows %s only hashes of what was signed, and no thresholds', async (_, get) => {
    const { bytes, bundle } = await get()
    const { commitments } = bundle.receipt
    expect(bundle.intents).toEqual({ redacted: [commitments?.initiator_hash, commitments?.counter_hash] })
    expect(bundle.funds).toHaveLength(1)
    expect(bundle.funds[0]).not.toHaveProperty('min_balance')
    expect(Buffer.from(bytes).toString()).not.toMatch(/Bike|Blue/)

    const report = await verify(bytes)
    expect(brokenLinks(report)).toEqual([])
    expect(report.exit).toBe(0)
  })

  const bundleOf = async (ctx: Ctx, redacted = false) => bundleFor(ctx, await fulfilled(), redacted)

  it('leaves out offers that came to nothing', async () => {
    const { id } = await lockedChallenge(creator, bob)
    await confirmBy(creator, id, 'NO_CONTEST')
    await confirmBy(creator, id, 'FULFILLED')
    const { receipt_id } = await confirmBy(bob, id, 'FULFILLED')

    const { bytes, bundle } = await bundleFor(as(bob), receipt_id as string)
    expect(bundle.settlement.map(({ message, signer }) => [message.outcome, signer])).toEqual([
      ['FULFILLED', creator.address],
      ['FULFILLED', bob.address],
    ])
    expect((await verify(bytes)).exit).toBe(0)
  })

  it('is E7001 for whoever may not see the receipt', async () => {
    const id = await fulfilled('parties')
    await expect(getBundle(as(eve), { id, redacted: true }, request())).rejects.toMatchObject({ code: 'E7001' })
  })

  it('is a file with a name, and is not sent again to whoever has it', async () => {
    const id = await fulfilled()
    const first = await getBundle(as(creator), { id, redacted: false }, request())
    expect(first.headers.get('content-type')).toBe('application/json')
    expect(first.headers.get('content-disposition')).toBe(`attachment; filename="countersign-${id.slice(2, 14)}.json"`)

    const etag = first.headers.get('etag') ?? ''
    const again = await getBundle(as(creator), { id, redacted: false }, request({ 'if-none-match': etag }))
    expect([again.status, await again.text()]).toEqual([304, ''])
    const other = await getBundle(as(creator), { id, redacted: true }, request({ 'if-none-match': etag }))
    expect(other.status).toBe(200)
  })
})

describe('checking a posted bundle', () => {
  const check = (bytes: Uint8Array) => verifyPostedBundle(anonymous(), { bytes })

  it('asks the chain too, and knows this desk’s own seal', async () => {
    const id = await fulfilled()
    await anchorAll()
    const { bytes } = await bundleFor(as(bob), id)
    const report = await check(bytes)
    expect(report.exit).toBe(0)
    expect(verdicts(report)).toMatchObject({ anchor: 'proven', seal: 'proven', outcome: 'proven' })
    expect(report.links.find(({ name }) => name === 'seal')?.detail).toContain('the desk you named')
  })

  it('finds a changed byte', async () => {
    const { bytes } = await bundleFor(as(bob), await fulfilled())
    const text = Buffer.from(bytes).toString().replace('FULFILLED', 'NO_CONTEST')
    const report = await check(Buffer.from(text))
    expect(report.exit).toBe(1)
    expect(brokenLinks(report).map(({ name }) => name)).toContain('seal')
  })

  it.each(['', '{}', 'not json', '[1,2]', '{"desk":null}', '{"desk":{"address":1}}'])(
    'answers a report to %j',
    async (text) => {
      expect([1, 2]).toContain((await check(Buffer.from(text))).exit)
    },
  )
})

describe('receipt.anchored', () => {
  it('is told once to the organizations of the parties, however often the batch becomes final', async () => {
    await anchorAll()
    const id = await fulfilled()
    const [batchId = ''] = await anchorAll()
    await Promise.all([
      announceAnchored(systemContext('test'), batchId),
      announceAnchored(systemContext('test'), batchId),
    ])
    await announceAnchored(systemContext('test'), batchId)

    const told = await db().event.findMany({ where: { subject: id }, orderBy: { sequence: 'asc' } })
    for (const organizationId of [creator.organizationId, bob.organizationId]) {
      const mine = told.filter((event) => event.organizationId === organizationId)
      expect(mine.map(({ type, sequence }) => [type, sequence])).toEqual([
        ['receipt.issued', 1],
        ['receipt.anchored', 2],
      ])
      expect(mine[1]?.data).toMatchObject({
        receipt_id: id,
        anchor: { chain_id: 'eip155:31337', block_number: expect.any(Number) },
      })
    }
    expect(told).toHaveLength(4)
  })

  it('is told of every receipt of a large batch, and nobody else', async () => {
    await anchorAll()
    const ids = await Promise.all(Array.from({ length: 3 }, () => solo()))
    const [batchId = ''] = await anchorAll()
    await announceAnchored(systemContext('test'), batchId)
    expect(await db().event.count({ where: { subject: { in: ids }, type: 'receipt.anchored' } })).toBe(3)
  })
})
