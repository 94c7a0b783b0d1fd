import { afterAll, beforeAll, expect, it } from 'vitest'
import { GET as getHistory } from '@/app/api/v1/reputation/[did]/history/route'
import { GET } from '@/app/api/v1/reputation/[did]/route'
import { POST } from '@/app/api/v1/reputation/lookup/route'
import { type Ctx, systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { pkhDid } from '@/lib/proof/did'
import { sha256Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, person } from '@/test/factories/people'
import { waitingReceipt } from '@/test/factories/tasks'
import { foldReceipt } from './fold-receipt'
import { listHistory } from './list-history'
import { didAt, partyAt, store } from './receipts.fixture'

let desk: Awaited<ReturnType<typeof ownDesk>>
const PASSES = [{ type: 'AUDIT_PASS', score: 9000, confidence: 8000 }]
const ids: string[] = []
beforeAll(async () => {
  desk = await ownDesk()
  for (const day of [1, 2, 3]) {
    const at = new Date(Date.UTC(2026, 9, day))
    const id = await store(database().pool, { kind: 'task', from: day, to: 9, at, statements: PASSES })
    await foldReceipt(systemContext('test'), { receiptId: id })
    ids.push(id)
  }
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const ORIGIN = 'http://localhost:3000'
const ask = async (did: string, path = '') => {
  const handler = path ? getHistory : GET
  const url = `${ORIGIN}/api/v1/reputation/${encodeURIComponent(did)}${path}`
  const response = await handler(new Request(url), { params: Promise.resolve({ did }) })
  return { status: response.status, body: await response.json() }
}
const lookUp = async (body: object) => {
  const request = new Request(`${ORIGIN}/api/v1/reputation/lookup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const response = await POST(request, { params: Promise.resolve({}) })
  return { status: response.status, body: await response.json() }
}

it('tells anybody where a party stands, by any of its names', async () => {
  const { body } = await ask(didAt(9))
  expect(body).toMatchObject({
    did: didAt(9),
    party: partyAt(9),
    q: 0.38,
    r: null,
    v: 0.8,
    evidence: { q: 3, r: 0, v: 3 },
    interval: { r: null, v: 0.296324 },
    receipts: 3,
    counterparties: 3,
    counts: { completed: 3, lost: 0, silent: 0 },
    alpha_ppm: 200_000,
    as_of: '2026-10-03T00:00:00.000Z',
  })
  expect(body.trust_prime).toBeCloseTo(0.5 + ((body.trust - 0.5) * 3) / 8, 5)
  const upper = partyAt(9).replace(/^0x(.*)$/, (_, digits) => `0x${digits.toUpperCase()}`)
  const again = await ask(upper)
  expect(again.body).toMatchObject({ party: partyAt(9), v: 0.8 })
  expect((await ask(didAt(9).replace(':31337:', ':1:'))).body).toMatchObject({ v: 0.8 })
})

it('says no history, not zero, of somebody nobody dealt with, and nothing of no name', async () => {
  const { status, body } = await ask(didAt(77))
  expect(status).toBe(200)
  expect(body).toMatchObject({ q: null, v: null, trust: 0.5, trust_prime: 0.5, receipts: 0, as_of: null })
  expect((await ask('nobody')).status).toBe(404)
})

it('pages through what moved it, and names each receipt', async () => {
  const all = (await ask(didAt(9), '/history?limit=200')).body.data
  expect(all).toHaveLength(9)
  expect(new Set(all.map((row: { receipt_id: string }) => row.receipt_id))).toEqual(new Set(ids))

  const paged = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await ask(didAt(9), `/history?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    paged.push(...body.data)
    cursor = body.next_cursor
  }
  expect(paged).toEqual(all)

  const { body } = await ask(didAt(9), '/history?dimension=v')
  expect(body.data).toHaveLength(3)
  expect(body.data.at(-1)).toEqual({
    receipt_id: ids[0],
    receipt_hash: sha256Hex(ids[0] ?? ''),
    with: partyAt(1),
    finalized_at: '2026-10-01T00:00:00.000Z',
    dimension: 'v',
    fold: 0,
    superseded: false,
    observation: 0.8,
    alpha_ppm: 200_000,
    n: 1,
    before: null,
    after: 0.8,
    created_at: expect.any(String),
  })
})

it('names a receipt that is not public to its parties only, and no page tells its id', async () => {
  const [client, provider] = await Promise.all([person(), person()])
  const id = await waitingReceipt({ client, provider })
  await database().pool.query(`UPDATE receipts SET status = 'FINALIZED', finalized_at = now() WHERE id = $1`, [id])
  const other = await store(database().pool, {
    ...{ kind: 'task', from: 4, to: 88, at: new Date(Date.UTC(2026, 9, 4)), visibility: 'link' },
    statements: PASSES,
  })
  for (const receiptId of [id, other]) await foldReceipt(systemContext('test'), { receiptId })

  const readBy = async (ctx: Ctx, did: string) => {
    const rows: { receipt_id: string | null; receipt_hash: string }[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listHistory(ctx, { did, limit: 1, ...(cursor ? { cursor } : {}) })
      rows.push(...page.data)
      if (page.next_cursor === null) return rows
      cursor = page.next_cursor
      expect(Buffer.from(cursor, 'base64url').toString()).not.toContain('0x')
    }
  }
  const did = pkhDid(31337, provider.address)
  for (const ctx of [client.ctx, provider.ctx]) {
    const rows = await readBy(ctx, did)
    expect(rows.length).toBeGreaterThan(1)
    expect(new Set(rows.map((row) => row.receipt_id))).toEqual(new Set([id]))
  }
  const stranger = await person()
  for (const ctx of [anonymous(), stranger.ctx]) {
    const rows = await readBy(ctx, did)
    expect(new Set(rows.map((row) => row.receipt_id))).toEqual(new Set([null]))
    expect(new Set(rows.map((row) => row.receipt_hash))).toEqual(new Set([sha256Hex(id)]))
  }
  expect((await readBy(client.ctx, didAt(88))).map((row) => row.receipt_id)).not.toContain(other)
})

it('looks up to a hundred at once, in the order asked', async () => {
  const { body } = await lookUp({ dids: [didAt(77)], wallets: [partyAt(9)] })
  expect(body.data.map(({ did, v }: { did: string; v: number | null }) => [did, v])).toEqual([
    [didAt(77), null],
    [partyAt(9), 0.8],
  ])
  expect((await lookUp({})).status).toBe(400)
  expect((await lookUp({ wallets: Array.from({ length: 101 }, (_, n) => partyAt(n)) })).status).toBe(400)
  const split = {
    dids: Array.from({ length: 51 }, (_, n) => didAt(n)),
    wallets: Array.from({ length: 50 }, (_, n) => partyAt(n)),
  }
  expect((await lookUp(split)).status).toBe(400)
  expect((await lookUp({ dids: ['bob'] })).status).toBe(400)
})
