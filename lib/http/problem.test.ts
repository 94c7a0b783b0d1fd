import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, ERRORS, type ErrorCode } from '@/lib/errors'
import { log } from '@/lib/log'
import { unitEnvironment } from '@/test/unit-environment'
import { problemAnswer } from './answer'
import { toAppError, toProblem } from './problem'

beforeAll(() => {
  unitEnvironment({ APP_URL: 'https://desk.example' })
  log.level = 'silent'
})

describe('a thrown value becomes', () => {
  it('itself when it is ours', () => {
    const error = new AppError('E3013', 'Too late.')
    expect(toAppError(error)).toBe(error)
  })

  it('E9004 when it is zod’s', () => {
    const { error } = z.object({ a: z.string() }).safeParse({})
    expect(toAppError(error)).toMatchObject({ code: 'E9004', fields: [{ path: 'a' }] })
  })

  it.each([
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['Postgres shutting down', Object.assign(new Error('terminating'), { code: '57P01' })],
    ['no connection in time', new Error('timeout exceeded when trying to connect')],
  ])('E9002 when it is %s', (_what, error) => {
    expect(toAppError(error)).toMatchObject({ code: 'E9002', status: 503 })
  })

  it.each([new Error('password=hunter2'), 'password=hunter2', undefined, { password: 'hunter2' }])(
    'E9001 that tells nothing, for %s',
    (error) => {
      const problem = toProblem(toAppError(error), 'r1')
      expect(problem).toMatchObject({ code: 'E9001', status: 500, request_id: 'r1' })
      expect(JSON.stringify(problem)).not.toContain('hunter2')
    },
  )
})

describe('a problem', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])('%s has everything RFC 9457 asks for', (code) => {
    expect(toProblem(new AppError(code, 'Do this.'), 'r1')).toEqual({
      type: `https://desk.example/docs/errors/${code}`,
      title: ERRORS[code].title,
      status: ERRORS[code].status,
      detail: 'Do this.',
      code,
      request_id: 'r1',
    })
  })

  it('goes out with its own headers, and 401 with what would help', () => {
    const late = new AppError('E9003', 'Wait.', { headers: { 'retry-after': '7' } })
    expect(problemAnswer(late, 'r1')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
    expect(problemAnswer(new AppError('E9006', 'No.'), 'r1').headers).toEqual({ 'www-authenticate': 'Bearer' })
  })
})
