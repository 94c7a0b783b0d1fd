import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createWalletChallenge } from './create-challenge'
import { CreateWalletChallenge } from './schemas'
import { sweepWalletChallenges } from './sweep.job'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

it('closes what nobody answered, forgets it a week later, and keeps proofs', async () => {
  const start = currentTime()
  const sweepAt = (seconds: number) => sweepWalletChallenges.run(systemContext('test', addSeconds(start, seconds)), {})
  const statuses = async () =>
    (await database().prisma.walletChallenge.findMany({ orderBy: { id: 'asc' } })).map(({ status }) => status)

  await person({ now: start })
  const body = CreateWalletChallenge.parse({ wallet_address: `0x${'1'.repeat(40)}`, chain_id: 1 })
  await createWalletChallenge(anonymous({ now: start }), body)

  await sweepAt(599)
  expect(await statuses()).toEqual(['VERIFIED', 'PENDING'])
  await sweepAt(600)
  await sweepAt(600)
  expect(await statuses()).toEqual(['VERIFIED', 'EXPIRED'])
  await sweepAt(600 + 7 * 86_400)
  expect(await statuses()).toEqual(['VERIFIED', 'EXPIRED'])
  await sweepAt(601 + 7 * 86_400)
  expect(await statuses()).toEqual(['VERIFIED'])
})
