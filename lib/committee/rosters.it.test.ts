import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDemoAuditors } from '@/lib/agent/ensure-demo-auditors'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { ownDesk } from '@/test/desk-environment'
import { anonymous } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { getRoster } from './get-roster'
import { currentRoster, loadRoster } from './load-roster'
import { epochAt, publishRoster } from './publish-roster'
import { isInRoster } from './roster'

const NOW = new Date('2027-03-01T12:34:56.000Z')
const HOUR = epochAt(NOW)
const at = (now: Date) => systemContext('test', now)

let desk: TestDatabase
beforeAll(async () => {
  desk = await ownDesk()
  await ensureDemoAuditors(at(NOW))
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const leaves = () => database().prisma.anchorLeaf.findMany({ where: { kind: 'roster' } })

describe('the roster of an hour', () => {
  it('is published once, however many workers do it at once and again', async () => {
    const published = await Promise.all(Array.from({ length: 8 }, () => publishRoster(at(NOW))))
    expect(published.filter(Boolean)).toHaveLength(1)
    expect(await publishRoster(at(NOW))).toBe(false)

    const roster = await loadRoster(sqlOver(database().pool), HOUR)
    expect(await leaves()).toMatchObject([{ leaf: roster.root, kind: 'roster' }])
    expect(roster.rows).toHaveLength(7)
    expect(roster.rows.map(({ weight }) => weight)).toEqual(Array(7).fill(5_000n))
  })

  it('never changes', async () => {
    const { prisma } = database()
    await expect(prisma.roster.update({ where: { epoch: HOUR }, data: { root: '0x' } })).rejects.toThrow()
    await expect(prisma.roster.delete({ where: { epoch: HOUR } })).rejects.toThrow()
  })

  it('is there until the next one is', async () => {
    const later = new Date(NOW.getTime() + 2 * 3_600_000)
    expect((await currentRoster(at(later))).epoch).toBe(HOUR)
    await publishRoster(at(later))
    expect((await currentRoster(at(later))).epoch).toBe(HOUR + 2)
    expect((await currentRoster(at(NOW))).epoch).toBe(HOUR)
    expect(await leaves()).toHaveLength(1)
  })

  it('of more than a day ago is no longer the newest: there is one of now, or none', async () => {
    const [DAY, YEAR] = [86_400_000, 366 * 86_400_000]
    const nextDay = new Date(NOW.getTime() + 2 * DAY)
    expect((await currentRoster(at(nextDay))).epoch).toBe(HOUR + 48)
    const nextYear = new Date(NOW.getTime() + YEAR)
    await expect(currentRoster(at(nextYear))).rejects.toMatchObject({ code: 'E4004' })
    expect((await loadRoster(sqlOver(database().pool), HOUR)).rows).toHaveLength(7)
  })

  it('is read by anybody, each row with its proof', async () => {
    const answer = await getRoster(anonymous(), { epoch: String(HOUR) })
    expect(answer).toMatchObject({ epoch: HOUR, anchor: { state: 'OPEN', chain_id: 'eip155:31337' } })
    for (const { weight_before, proof, ...row } of answer.rows) {
      expect(isInRoster(answer.roster_root, { ...row, weightBefore: weight_before }, proof)).toBe(true)
    }
    await expect(getRoster(anonymous(), { epoch: '1' })).rejects.toMatchObject({ code: 'E9008' })
    expect(await getRoster({ ...anonymous(), now: NOW }, { epoch: 'current' })).toMatchObject({ epoch: HOUR })
  })
})
