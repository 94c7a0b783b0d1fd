import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { summaryOf, verdictOf } from './verdict'

const badPayload = z.object({ id: z.uuid() }).safeParse({}).error

describe('a failed job', () => {
  it.each([
    ['a move that is not possible', new AppError('E3014', 'no'), 'give up'],
    ['something that is not there', new AppError('E7001', 'no'), 'give up'],
    ['a payload of another shape', badPayload, 'give up'],
    ['a chain that does not answer', new AppError('E2004', 'no'), 'later'],
    ['no database', new AppError('E9002', 'no'), 'later'],
    ['too many calls', new AppError('E9003', 'no'), 'later'],
    ['a bug', new TypeError('x is not a function'), 'later'],
    ['anything', 'text', 'later'],
  ])('because of %s: %s → %s', (_, error, verdict) => expect(verdictOf(error)).toBe(verdict))

  it('leaves nothing behind that a library may have quoted', () => {
    const error = Object.assign(new Error('connect to https://rpc.example/key-12345 failed'), { code: 'ECONNREFUSED' })
    expect(summaryOf(error)).toBe('Error ECONNREFUSED')
    expect(summaryOf(new AppError('E3014', 'Not now.'))).toBe('E3014 Not now.')
    expect(summaryOf('https://rpc.example/key-12345')).toBe('unknown failure')
  })
})
