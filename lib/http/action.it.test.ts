import { redirect } from 'next/navigation'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { action, pageContext } from './action'
import { clientToken } from './client-address'

// The request Next would be serving.
const sent = vi.hoisted(() => ({ headers: new Headers() }))
vi.mock('next/headers', () => ({ headers: async () => sent.headers }))

let fresh: TestDatabase
let caller = 0
beforeAll(async () => {
  fresh = await ownDesk({ APP_URL: 'https://desk.example', RATE_LIMIT_SCALE: '1' })
  log.level = 'silent'
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})
beforeEach(() => {
  sent.headers = new Headers({
    origin: 'https://desk.example',
    'x-countersign-client': `${clientToken()} form-${++caller}`,
  })
})

const Profile = z.strictObject({ name: z.string().max(5), tags: z.array(z.string()).optional() })
const save = action(Profile, async (_ctx, input) => input, { auth: 'none' })

function formOf(fields: [string, string][]): FormData {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}

describe('a form', () => {
  it('is parsed as the API parses a body', async () => {
    const form = formOf([
      ['name', 'Ada'],
      ['tags', 'a'],
      ['tags', 'b'],
      ['$ACTION_ID_x', ''],
    ])
    expect(await save(null, form)).toEqual({ ok: true, result: { name: 'Ada', tags: ['a', 'b'] } })
    expect(await save({ name: 'Ada' })).toEqual({ ok: true, result: { name: 'Ada' } })
  })

  it('learns what is wrong with its fields', async () => {
    expect(
      await save(
        null,
        formOf([
          ['name', 'too long'],
          ['extra', '1'],
        ]),
      ),
    ).toMatchObject({
      ok: false,
      code: 'E9004',
      errors: [{ path: 'name' }, { path: 'extra' }],
    })
    expect(await save(null, formOf([['name', '']]))).toMatchObject({ ok: false, errors: [{ path: 'name' }] })
  })

  it('learns what went wrong, and nothing it should not', async () => {
    const failing = (error: Error) => action(Profile, () => Promise.reject(error), { auth: 'none' })({ name: 'Ada' })
    expect(await failing(new AppError('E3014', 'Not now.'))).toEqual({
      ok: false,
      code: 'E3014',
      message: 'Not now.',
      errors: [],
    })
    expect(JSON.stringify(await failing(new Error('password=hunter2')))).not.toContain('hunter2')
  })

  it('may send the browser elsewhere', async () => {
    const leaving = action(Profile, async () => redirect('/elsewhere'), { auth: 'none' })
    await expect(leaving({ name: 'Ada' })).rejects.toMatchObject({ digest: expect.stringContaining('/elsewhere') })
  })

  it('needs somebody signed in unless it says otherwise', async () => {
    expect(await action(Profile, async () => 1)({ name: 'Ada' })).toMatchObject({ ok: false, code: 'E9005' })
  })

  it('is counted like a call', async () => {
    const rare = action(Profile, async () => 1, { auth: 'none', limit: 'webhooks' })
    const states = await Promise.all(Array.from({ length: 12 }, () => rare({ name: 'Ada' })))
    expect(states.filter((state) => state?.ok === false && state.code === 'E9003').length).toBeGreaterThanOrEqual(1)
  })
})

it('a page without a session is seen by nobody in particular', async () => {
  expect((await pageContext()).actor).toEqual({ kind: 'anonymous' })
})
