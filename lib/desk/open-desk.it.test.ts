import { generatePrivateKey } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { openDesk } from './open-desk'

let fresh: TestDatabase
beforeAll(async () => {
  fresh = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

it('does not open, nor beat, with a key that nothing ties to the desk’s', async () => {
  const { prisma } = database()
  const address = `0x${generatePrivateKey().slice(2, 42)}`
  await prisma.deskKey.create({ data: { address, since: new Date() } })
  await expect(openDesk()).rejects.toThrow(/DESK_KEY_PREVIOUS/)
  expect(await prisma.heartbeat.count()).toBe(0)

  await prisma.deskKey.deleteMany()
  const close = await openDesk()
  expect(await prisma.heartbeat.findMany({ select: { role: true } })).toEqual([{ role: 'web' }])
  expect(await prisma.agent.count({ where: { auditor: true } })).toBe(7)
  close()
})
