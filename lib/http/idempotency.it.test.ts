import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { clientToken } from './client-address'
import { hashBody } from './idempotency'
import { claimKey, completeKey, type KeyScope, sweepIdempotencyKeys } from './idempotency-store'
import { route } from './route'

let fresh: TestDatabase
beforeAll(async () => {
  fresh = await ownDesk({ APP_URL: 'https://desk.example' })
  log.level = 'silent'
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

const Body = z.strictObject({ name: z.string() })
const spec = {
  summary: 'Found an organization',
  limit: 'challenges',
  auth: 'none',
  status: 201,
  idempotent: true,
  body: Body,
} as const

/** Creates an organization in the transaction that `open` opens: something that can be counted. */
async function found(ctx: Ctx, name: string, open: 'prisma' | 'pg' = 'prisma') {
  const id = newId()
  if (open === 'prisma') {
    return inTransaction(ctx, async (tx) => {
      await tx.organization.create({ data: { id, name } })
      return { id, name }
    })
  }
  return inSqlTransaction(ctx, async (sql) => {
    await sql.$executeRaw`INSERT INTO organizations (id, name) VALUES (${id}::uuid, ${name}::text)`
    return { id, name }
  })
}

const foundBy = (open: 'prisma' | 'pg') => route(spec, (ctx, input) => found(ctx, input.name, open))
const count = (name: string) => database().prisma.organization.count({ where: { name } })

type Sent = { key?: string; body?: string; path?: string; from?: string }
async function post(target: ReturnType<typeof foundBy>, name: string, sent: Sent = {}) {
  const response = await target(
    new Request(`https://desk.example${sent.path ?? '/api/v1/things'}`, {
      method: 'POST',
      body: sent.body ?? JSON.stringify({ name }),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': sent.key ?? name,
        'x-countersign-client': `${clientToken()} ${sent.from ?? '192.0.2.1'}`,
      },
    }),
    { params: {} },
  )
  const text = await response.text()
  return {
    status: response.status,
    text,
    replayed: response.headers.get('idempotency-replayed') === 'true',
    code: response.status >= 400 ? JSON.parse(text).code : undefined,
  }
}

describe.each(['prisma', 'pg'] as const)('a key, with a verb on %s', (open) => {
  const target = foundBy(open)

  it('gives the first answer again, to the byte', async () => {
    const name = newId()
    const first = await post(target, name)
    const second = await post(target, name)

    expect(first).toMatchObject({ status: 201, replayed: false })
    expect(second).toEqual({ ...first, replayed: true })
    expect(await count(name)).toBe(1)
  })

  it('runs one of many calls at once', async () => {
    const name = newId()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(target, name)))

    expect(await count(name)).toBe(1)
    expect(answers.filter((answer) => answer.status === 201 && !answer.replayed)).toHaveLength(1)
    for (const answer of answers) expect(answer.replayed || answer.status === 201 || answer.code === 'E9009').toBe(true)
  })

  it('is stored with the change or not at all', async () => {
    const name = newId()
    let first = true
    const dying = route(spec, async (ctx, input) => {
      const result = await found(ctx, input.name, open)
      if (!first) return result
      first = false
      throw new Error('the process died after its commit')
    })

    expect((await post(dying, name)).status).toBe(500)
    const repeat = await post(dying, name)
    expect(repeat).toMatchObject({ status: 201, replayed: true })
    expect(JSON.parse(repeat.text).name).toBe(name)
    expect(await count(name)).toBe(1)
  })

  it('is free again when nothing was changed', async () => {
    const name = newId()
    let first = true
    const failing = route(spec, async (ctx, input) => {
      const wanted = first ? 'rolled back' : input.name
      return inTransaction(ctx, async (tx) => {
        const organization = await tx.organization.create({ data: { id: newId(), name: wanted } })
        if (first) {
          first = false
          throw new AppError('E2004', 'No provider answers.')
        }
        return { name: organization.name }
      })
    })

    expect((await post(failing, name)).status).toBe(502)
    expect(await post(failing, name)).toMatchObject({ status: 201, replayed: false })
    expect(await count('rolled back')).toBe(0)
  })
})

describe('a key', () => {
  const target = foundBy('prisma')

  it('belongs to one body, to the byte', async () => {
    const name = newId()
    await post(target, name)
    expect(await post(target, name, { body: JSON.stringify({ name: 'other' }) })).toMatchObject({
      status: 422,
      code: 'E9009',
    })
    expect(await post(target, name, { body: `{"name": "${name}"}` })).toMatchObject({ status: 422, code: 'E9009' })
    expect(await post(target, name, { path: '/api/v1/things?dry=1' })).toMatchObject({ status: 422, code: 'E9009' })
  })

  it('belongs to one caller and one path', async () => {
    const name = newId()
    await post(target, name)
    expect(await post(target, name, { from: '192.0.2.2' })).toMatchObject({ status: 201, replayed: false })
    expect(await post(target, name, { path: '/api/v1/others' })).toMatchObject({ status: 201, replayed: false })
    expect(await post(target, name, { path: '/api/v1/things/' })).toMatchObject({ status: 201, replayed: true })
    expect(await count(name)).toBe(3)
  })

  it.each(['', 'two words', 'x'.repeat(256)])('is not %j', async (key) => {
    expect(await post(target, newId(), { key })).toMatchObject({ status: 400, code: 'E9004' })
  })

  it('is held while its call runs', async () => {
    const name = newId()
    let finish = () => {}
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const slow = route(spec, async (ctx, input) => {
      await held
      return found(ctx, input.name)
    })

    const running = post(slow, name)
    await expect.poll(() => database().prisma.idempotencyKey.count({ where: { key: name } })).toBe(1)
    expect(await post(slow, name)).toMatchObject({ status: 409, code: 'E9009' })
    finish()
    expect((await running).status).toBe(201)
    expect(await post(slow, name)).toMatchObject({ status: 201, replayed: true })
  })

  it('keeps refusals, and not those that may pass', async () => {
    const refusing = (code: 'E3011' | 'E9009' | 'E9006' | 'E9003' | 'E4001') => {
      let calls = 0
      const refused = route(spec, () => {
        throw new AppError(code, `Refused ${++calls}.`)
      })
      return async () => {
        const name = newId()
        const [first, second] = [await post(refused, name), await post(refused, name)]
        return { same: first.text === second.text, replayed: second.replayed, calls }
      }
    }

    for (const code of ['E3011', 'E9009'] as const) {
      expect(await refusing(code)()).toEqual({ same: true, replayed: true, calls: 1 })
    }
    for (const code of ['E9006', 'E9003', 'E4001'] as const) {
      expect(await refusing(code)()).toEqual({ same: false, replayed: false, calls: 2 })
    }
  })

  it('is not spent on a body that does not parse', async () => {
    const name = newId()
    expect((await post(target, name, { body: '{"name":1}' })).status).toBe(400)
    expect(await post(target, name)).toMatchObject({ status: 201, replayed: false })
  })

  it('never stores a one-time secret', async () => {
    const name = newId()
    const minting = route({ ...spec, secrets: ['key'] }, (ctx) =>
      inTransaction(ctx, async () => ({ id: name, key: 'csk_secret' })),
    )
    const first = await post(minting, name)
    const second = await post(minting, name)

    expect(JSON.parse(first.text)).toEqual({ id: name, key: 'csk_secret' })
    expect(JSON.parse(second.text)).toEqual({ id: name, key: null, secret_omitted: true })
    const row = await database().prisma.idempotencyKey.findFirstOrThrow({ where: { key: name } })
    expect(row.answer).not.toContain('csk_secret')
  })

  it('replays what the verb returned, should that differ from what its transaction did', async () => {
    const name = newId()
    const adding = route(spec, async (ctx, input) => ({ ...(await found(ctx, input.name)), more: true }))
    const first = await post(adding, name)
    expect(JSON.parse(first.text).more).toBe(true)
    expect(await post(adding, name)).toEqual({ ...first, replayed: true })
  })

  it('is not completed by a transaction that only prepares', async () => {
    const name = newId()
    let died = false
    const preparing = route(spec, async (ctx, input) => {
      await inTransaction({ db: ctx.db }, async (tx) => tx.organization.count())
      if (died) return found(ctx, input.name)
      died = true
      throw new Error('the process died in between')
    })

    expect((await post(preparing, name)).status).toBe(500)
    expect(await post(preparing, name)).toMatchObject({ status: 201, replayed: false })
  })

  it('is nothing to a route that does not create', async () => {
    const name = newId()
    const plain = route({ ...spec, idempotent: false }, (ctx, input) => found(ctx, input.name))
    await post(plain, name)
    await post(plain, name)
    expect(await count(name)).toBe(2)
  })
})

describe('a process that died with its key', () => {
  const now = new Date('2026-11-20T12:00:00.123Z')
  const scopeOf = (key: string, body = '{}'): KeyScope => ({
    actor: 'ip:192.0.2.9',
    method: 'POST',
    path: '/api/v1/things',
    key,
    bodyHash: hashBody(Buffer.from(body), ''),
  })
  const sql = () => sqlOver(database().pool)

  it('holds it for 60 seconds and no longer', async () => {
    const scope = scopeOf(newId())
    await claimKey(sql(), scope, now)
    await expect(claimKey(sql(), scope, addSeconds(now, 59.9))).rejects.toMatchObject({ code: 'E9009', status: 409 })
    expect(await claimKey(sql(), scope, addSeconds(now, 60))).toMatchObject({ leaseUntil: addSeconds(now, 120) })
  })

  it('cannot complete what another call has taken over, and its change goes with it', async () => {
    const name = newId()
    const scope = scopeOf(name)
    const lost = await claimKey(sql(), scope, now)
    const taken = await claimKey(sql(), scope, addSeconds(now, 61))
    if (!('leaseUntil' in lost) || !('leaseUntil' in taken)) throw new Error('both calls should have had the key')

    const { prisma } = database()
    const late = inTransaction(
      { db: prisma, beforeCommit: (tx) => completeKey(tx, lost, { status: 201, answer: '{}' }) },
      (tx) => tx.organization.create({ data: { id: newId(), name } }),
    )
    await expect(late).rejects.toMatchObject({ code: 'E9009' })
    expect(await count(name)).toBe(0)

    await completeKey(sql(), taken, { status: 201, answer: '{"ok":true}' })
    expect(await claimKey(sql(), scope, addSeconds(now, 62))).toEqual({ status: 201, answer: '{"ok":true}' })
  })

  it('leaves it to nobody with another body', async () => {
    const key = newId()
    await claimKey(sql(), scopeOf(key), now)
    await expect(claimKey(sql(), scopeOf(key, '{"a":1}'), addSeconds(now, 120))).rejects.toMatchObject({ status: 422 })
  })

  it('is forgotten after 24 hours', async () => {
    const scope = scopeOf(newId())
    const claim = await claimKey(sql(), scope, now)
    if (!('leaseUntil' in claim)) throw new Error('the key was taken')
    await completeKey(sql(), claim, { status: 201, answer: '{}' })

    const day = 24 * 60 * 60
    expect(await claimKey(sql(), scope, addSeconds(now, day - 1))).toEqual({ status: 201, answer: '{}' })
    expect(await claimKey(sql(), { ...scope, bodyHash: 'other' }, addSeconds(now, day))).toHaveProperty('leaseUntil')

    await sweepIdempotencyKeys(sql(), addSeconds(now, day - 1))
    expect(await database().prisma.idempotencyKey.count({ where: { key: scope.key } })).toBe(1)
    await sweepIdempotencyKeys(sql(), addSeconds(now, 2 * day + 1))
    expect(await database().prisma.idempotencyKey.count({ where: { key: scope.key } })).toBe(0)
  })
})
