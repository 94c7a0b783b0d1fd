import { afterAll, beforeAll, expect, it } from 'vitest'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { findShownReceipt } from '@/lib/receipt/find-shown'
import { listReceipts } from '@/lib/receipt/list'
import { ReceiptFilter } from '@/lib/receipt/schemas'
import { ownDesk } from '@/test/desk-environment'
import { as, draft, sign } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import { countDesk } from './count-desk'
import { estimateNumbers, readNumbers } from './store'

let desk: Awaited<ReturnType<typeof ownDesk>>
beforeAll(async () => {
  desk = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

async function solo(by: Person, visibility: 'link' | 'public'): Promise<string> {
  const { id } = await draft(by, { mode: 'SOLO', title: 'I will run a marathon', visibility })
  const signature = await sign(by, id, { action: 'confirm' })
  return (await confirmChallenge(as(by), { id, signature })).receipt_id as string
}

it('counts receipts, shows the newest public one, and asks the database once for everybody at once', async () => {
  const { pool } = database()
  expect(await findShownReceipt(anonymous())).toBeNull()
  const by = await person()
  const shown = await solo(by, 'public')
  await solo(by, 'link')

  const none = { count: 0, exact: true }
  const two = { count: 2, exact: true }
  const [first, second] = [countDesk({ pool }), countDesk({ pool })]
  expect(second).toBe(first)
  expect(await first).toEqual({ receipts: two, finalized: two, anchored: none })
  expect(await readNumbers(sqlOver(pool), 1)).toMatchObject({ receipts: 1, finalized: 1 })
  expect(await estimateNumbers(sqlOver(pool))).toMatchObject({ anchored: 0, receipts: expect.any(Number) })

  const elsewhere = { ...as(by), pool: new Proxy(pool, {}) }
  expect(await findShownReceipt(elsewhere)).toMatchObject({ id: shown, isParty: false, visibility: 'public' })
})

it('lists a caller’s own receipts alone when asked', async () => {
  const [ann, bob] = await Promise.all([person(), person()])
  const mine = await solo(ann, 'link')
  await solo(bob, 'public')
  const list = async (ctx = as(ann) as Parameters<typeof listReceipts>[0]) =>
    (await listReceipts(ctx, ReceiptFilter.parse({ mine: 'true' }))).data.map(({ id }) => id)
  expect(await list()).toEqual([mine])
  expect(await list(anonymous())).toEqual([])
})
