import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { sentChallenge } from '@/test/factories/challenges'
import { person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { applyDowntimes } from './apply-downtimes'
import { beat, type Role } from './beat'
import { deskIsAwake, startHeartbeat } from './heartbeat'

const START = new Date('2026-11-20T12:00:00Z')
const at = (seconds: number) => addSeconds(START, seconds)
const ctxAt = (seconds: number) => systemContext('test', at(seconds))

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})
beforeEach(() => db.pool.query('TRUNCATE heartbeats, downtimes'))

const beatAt = (seconds: number, role: Role = 'web') => beat(ctxAt(seconds), role)
const downtimes = async () => {
  const rows = await db.prisma.downtime.findMany({ orderBy: { startedAt: 'asc' } })
  return rows.map(({ startedAt, endedAt }) =>
    [startedAt, endedAt].map((time) => (time.getTime() - START.getTime()) / 1000),
  )
}

describe('heartbeats', () => {
  it('record no downtime at the very first, nor while they come in time', async () => {
    for (const seconds of [0, 5, 65, 125]) expect(await beatAt(seconds)).toBe(false)
    expect(await downtimes()).toEqual([])
    expect((await db.prisma.heartbeat.findUnique({ where: { role: 'web' } }))?.at).toEqual(at(125))
  })

  it('record a longer silence as downtime, once', async () => {
    await beatAt(0)
    expect(await beatAt(100)).toBe(true)
    expect(await beatAt(100)).toBe(false)
    expect(await beatAt(105)).toBe(false)
    expect(await downtimes()).toEqual([[0, 100]])
  })

  it('never count the same time twice, though both roles were away', async () => {
    await beatAt(0, 'web')
    await beatAt(3, 'worker')
    expect(await beatAt(100, 'web')).toBe(true)
    expect(await beatAt(102, 'worker')).toBe(true)
    expect(await downtimes()).toEqual([
      [0, 100],
      [100, 102],
    ])
  })

  it('do not trip over each other when everybody comes back at once', async () => {
    await beatAt(0, 'web')
    await beatAt(0, 'worker')
    const roles: Role[] = ['web', 'worker', 'web', 'worker', 'web', 'web']
    await Promise.all(roles.map((role) => beatAt(500, role)))
    expect(await downtimes()).toEqual([[0, 500]])
  })

  it('never go back in time', async () => {
    await beatAt(50)
    await beatAt(40)
    expect((await db.prisma.heartbeat.findUnique({ where: { role: 'web' } }))?.at).toEqual(at(50))
  })
})

describe('applying downtimes', () => {
  const down = (from: number, to: number) =>
    db.prisma.downtime.create({ data: { id: newId(), startedAt: at(from), endedAt: at(to) } })

  it('extends what each covered, the oldest first, and is then done with them', async () => {
    await down(300, 400)
    await down(0, 100)
    const extended: unknown[] = []
    const challenges = {
      listCovered: async () => ['a', 'b'],
      extend: async (_: unknown, id: string, { startedAt }: { startedAt: Date }) => void extended.push([id, startedAt]),
    }

    await applyDowntimes(ctxAt(500), challenges)
    await applyDowntimes(ctxAt(505), challenges)
    expect(extended).toEqual([
      ['a', at(0)],
      ['b', at(0)],
      ['a', at(300)],
      ['b', at(300)],
    ])
  })

  it('stays to be done while one challenge fails, and does the others', async () => {
    await down(0, 100)
    const extended: string[] = []
    const challenges = {
      listCovered: async () => ['broken', 'whole'],
      extend: async (_: unknown, id: string) => {
        if (id === 'broken') throw new Error('not now')
        extended.push(id)
      },
    }

    await expect(applyDowntimes(ctxAt(200), challenges)).rejects.toThrow('not now')
    expect(extended).toEqual(['whole'])
    expect(await db.prisma.downtime.count({ where: { appliedAt: null } })).toBe(1)
  })
})

describe('a challenge that was open while the desk was down', () => {
  it('has its deadline moved by as much, once, with an entry in its log', async () => {
    const { id } = await sentChallenge(await person())
    const before = await db.prisma.challenge.findUniqueOrThrow({ where: { id } })
    const later = (seconds: number) => systemContext('test', addSeconds(before.statusSince, seconds))

    await beat(later(0), 'web')
    await beat(later(300), 'web')
    await Promise.all([applyDowntimes(later(300)), applyDowntimes(later(300))])
    await applyDowntimes(later(305))

    const after = await db.prisma.challenge.findUniqueOrThrow({ where: { id }, include: { events: true } })
    expect(after.deadlineAt).toEqual(addSeconds(before.deadlineAt as Date, 300))
    expect(after.events.filter(({ action }) => action === 'downtime')).toHaveLength(1)
    expect(await db.prisma.downtime.count({ where: { appliedAt: null } })).toBe(0)
  })
})

describe('the desk is awake', () => {
  it('only while both roles are heard of', async () => {
    expect(await deskIsAwake(db.prisma, at(0))).toBe(false)
    await beatAt(0, 'web')
    expect(await deskIsAwake(db.prisma, at(1))).toBe(false)
    await beatAt(0, 'worker')
    expect(await deskIsAwake(db.prisma, at(60))).toBe(true)
    expect(await deskIsAwake(db.prisma, at(61))).toBe(false)
  })

  it('only when every downtime has been made up for', async () => {
    await beatAt(0, 'web')
    await beatAt(0, 'worker')
    await beatAt(100, 'web')
    await beatAt(100, 'worker')
    expect(await deskIsAwake(db.prisma, at(101))).toBe(false)
    await applyDowntimes(ctxAt(101))
    expect(await deskIsAwake(db.prisma, at(101))).toBe(true)
  })

  it('from the moment both have started', async () => {
    await db.prisma.heartbeat.create({ data: { role: 'web', at: new Date(Date.now() - 3_600_000) } })
    const stops = await Promise.all([startHeartbeat('web'), startHeartbeat('worker')])
    expect(await db.prisma.downtime.count({ where: { appliedAt: { not: null } } })).toBe(1)
    expect(await deskIsAwake(db.prisma, new Date())).toBe(true)
    for (const stop of stops) stop()
  })
})
