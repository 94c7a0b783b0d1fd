import { afterAll, beforeAll, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { submitReceipt } from '@/lib/receipt/submit'
import { ownDesk } from '@/test/desk-environment'
import { as } from '@/test/factories/challenges'
import { person } from '@/test/factories/people'
import { taskReceipt } from '@/test/factories/tasks'
import type { TestDatabase } from '@/test/services/database'

let desk: TestDatabase
beforeAll(async () => {
  desk = await ownDesk({ ANCHOR_CHAIN: '8453' })
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

it('takes no task where nobody has to lock a stake to judge it', async () => {
  const [client, provider] = await Promise.all([person(), person()])
  const body = await taskReceipt({ client, provider })
  await expect(submitReceipt(as(client), body)).rejects.toMatchObject({ code: 'E4004', status: 409 })
  expect(await database().prisma.receipt.count()).toBe(0)
})
