import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import type { Answer } from './types'
import { judge, judgeDebug } from './verdict'

const AT = new Date('2026-11-20T12:00:00.000Z')
const tried = (failures = 0) => ({ failures, at: AT, random: 0.5 })
const answered = (status: number, over: Partial<Extract<Answer, { kind: 'answered' }>> = {}): Answer => ({
  kind: 'answered',
  status,
  text: 'said',
  durationMs: 12.4,
  retryAfterSeconds: null,
  ...over,
})

const AGAIN = [408, 409, 425, 429, ...Array.from({ length: 100 }, (_, n) => 500 + n)]
const DELIVERED = Array.from({ length: 100 }, (_, n) => 200 + n)

describe('an answer', () => {
  it('of every status from 100 to 599 does what the rules say', () => {
    for (let status = 100; status <= 599; status++) {
      const { outcome, sign, dueAt, failures } = judge(answered(status), tried())
      const expected = DELIVERED.includes(status) ? 'DELIVERED' : AGAIN.includes(status) ? 'RETRY' : 'DEAD'
      const expectedSign = DELIVERED.includes(status) ? 'SUCCESS' : status === 410 ? 'GONE' : 'FAILURE'
      expect([status, outcome, sign]).toEqual([status, expected, expectedSign])
      expect(dueAt).toEqual(expected === 'RETRY' ? addSeconds(AT, 60) : null)
      expect(failures).toBe(expected === 'DELIVERED' ? 0 : 1)
    }
  })

  it.each([500, 429, 503])('of %i kills with the eighth failure and not before', (status) => {
    expect(judge(answered(status), tried(6))).toMatchObject({
      outcome: 'RETRY',
      failures: 7,
      dueAt: addSeconds(AT, 14_400),
    })
    expect(judge(answered(status), tried(7))).toMatchObject({ outcome: 'DEAD', failures: 8, dueAt: null })
  })

  it('that asks for time gets it, up to an hour', () => {
    expect(judge(answered(429, { retryAfterSeconds: 600 }), tried()).dueAt).toEqual(addSeconds(AT, 600))
    expect(judge(answered(503, { retryAfterSeconds: 1e6 }), tried()).dueAt).toEqual(addSeconds(AT, 3_600))
    expect(judge(answered(503, { retryAfterSeconds: 5 }), tried()).dueAt).toEqual(addSeconds(AT, 60))
  })

  it('is kept with its status, its time and its first KiB, as Postgres takes it', () => {
    const text = `\0<script>${'\uD83D'}${'x'.repeat(2_000)}`
    const { statusCode, durationMs, answer, reason } = judge(answered(404, { text }), tried())
    expect([statusCode, durationMs, reason]).toEqual([404, 12, 'HTTP_404: The endpoint answered 404.'])
    expect(answer).toBe(`\uFFFD<script>\uFFFD${'x'.repeat(1_014)}`)
  })
})

describe('no answer', () => {
  it('is tried again, under the sender’s word or ours', () => {
    const failed = (reason: string) => judge({ kind: 'failed', reason, durationMs: 15_000 }, tried())
    expect(failed('TIMEOUT')).toMatchObject({
      outcome: 'RETRY',
      sign: 'FAILURE',
      reason: 'TIMEOUT: No answer within 15 seconds.',
      statusCode: null,
      durationMs: 15_000,
      answer: null,
    })
    expect(failed('TLS_FAILED: Its certificate has expired.').reason).toBe('TLS_FAILED: Its certificate has expired.')
    expect(failed('What came back is not HTTP.').reason).toBe('NO_ANSWER: What came back is not HTTP.')
    expect(judge({ kind: 'failed', reason: 'TIMEOUT', durationMs: 1 }, tried(7)).outcome).toBe('DEAD')
  })

  it('because the address is not safe is dead at once, with nothing kept', () => {
    expect(judge({ kind: 'refused', reason: 'It leads into a private network.' }, tried())).toEqual({
      outcome: 'DEAD',
      failures: 1,
      dueAt: null,
      reason: 'UNSAFE_ADDRESS: It leads into a private network.',
      statusCode: null,
      durationMs: null,
      answer: null,
      sign: 'FAILURE',
    })
  })

  it('because there is nobody to tell is dead and no failure of the endpoint', () => {
    expect(judge({ kind: 'void', reason: 'NO_CONTACT' }, tried())).toMatchObject({
      outcome: 'DEAD',
      sign: 'NOTHING',
      reason: 'NO_CONTACT: There is no verified address or number to send it to.',
    })
  })

  it('because the event asked to fail counts as a try and not against the endpoint', () => {
    expect(judgeDebug(tried())).toMatchObject({
      outcome: 'RETRY',
      failures: 1,
      dueAt: addSeconds(AT, 60),
      sign: 'NOTHING',
    })
    expect(judgeDebug(tried(7))).toMatchObject({ outcome: 'DEAD', failures: 8, sign: 'NOTHING' })
  })
})

it('ends after eight tries at most, whatever comes back', () => {
  const anything: fc.Arbitrary<Answer> = fc.oneof(
    fc.record({
      kind: fc.constant('answered' as const),
      status: fc.integer({ min: 100, max: 999 }),
      text: fc.string({ unit: 'binary' }),
      durationMs: fc.nat(),
      retryAfterSeconds: fc.option(fc.integer()),
    }),
    fc.record({ kind: fc.constant('failed' as const), reason: fc.string(), durationMs: fc.nat() }),
    fc.record({ kind: fc.constant('refused' as const), reason: fc.string() }),
    fc.record({ kind: fc.constant('void' as const), reason: fc.string() }),
  )
  fc.assert(
    fc.property(
      fc.array(anything, { minLength: 8, maxLength: 8 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (answers, random) => {
        let failures = 0
        const outcomes = answers.map((answer) => {
          const verdict = judge(answer, { failures, at: AT, random })
          failures = verdict.failures
          const isSound =
            (verdict.dueAt === null) === (verdict.outcome !== 'RETRY') &&
            (verdict.reason === null) === (verdict.outcome === 'DELIVERED') &&
            (verdict.reason ?? '').length <= 300 &&
            !(verdict.answer ?? '').includes('\0')
          if (!isSound) throw new Error(JSON.stringify(verdict))
          return verdict.outcome
        })
        if (outcomes.every((outcome) => outcome !== 'DELIVERED')) expect(outcomes.at(-1)).toBe('DEAD')
      },
    ),
  )
})
