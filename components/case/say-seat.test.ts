import { describe, expect, it } from 'vitest'
import { saySeat, sayTaskSeat, toVote } from './say-seat'
import type { CaseSeatView, TaskSeatView } from './types'

const seat = (over: Partial<CaseSeatView>): CaseSeatView => ({
  kind: 'case',
  case_id: '0xca',
  challenge_id: 'c',
  title: 'Bike',
  mode: 'FIRE',
  status: 'OPEN',
  round: 0,
  seat: 1,
  member: '0x01',
  deadline_at: '2026-12-01T12:00:00.000Z',
  voted: null,
  voted_at: null,
  opened_at: null,
  seated_at: '2026-11-01T12:00:00.000Z',
  ...over,
})

const taskSeat = (over: Partial<TaskSeatView>): TaskSeatView => ({
  kind: 'receipt',
  receipt_id: '0x7e',
  intent_type: 'translate',
  status: 'PENDING',
  round: 0,
  seat: 1,
  member: '0x01',
  deadline_at: '2026-12-01T12:00:00.000Z',
  asked: true,
  replaced: false,
  said: [],
  seated_at: '2026-11-01T12:00:00.000Z',
  ...over,
})
const said = (type: string) => ({ type, score: 0.9, confidence: 1, at: '2026-11-02T12:00:00.000Z' })

describe('seats', () => {
  it('asks only for votes that are missing and still count, the nearest deadline first', () => {
    const seats = [
      seat({ case_id: 'none', deadline_at: null }),
      seat({ case_id: 'late', deadline_at: '2026-12-03T12:00:00.000Z' }),
      seat({ case_id: 'soon', deadline_at: '2026-12-02T12:00:00.000Z' }),
      seat({ case_id: 'voted', voted: 'DRAW' }),
      seat({ case_id: 'over', status: 'DECIDED' }),
    ]
    const tasks = [taskSeat({ receipt_id: 'task' }), taskSeat({ receipt_id: 'judged', asked: false })]
    const ids = toVote([...seats, ...tasks]).map((one) => (one.kind === 'case' ? one.case_id : one.receipt_id))
    expect(ids).toEqual(['task', 'soon', 'late', 'none'])
  })

  it.each([
    [{}, 'wait', 'Your vote is asked for.'],
    [{ voted: 'DRAW' }, 'ok', 'You voted: a draw.'],
    [{ status: 'DECIDED', voted: 'CREATOR_WIN' }, 'ok', 'You voted: the creator wins.'],
    [{ status: 'DECIDED' }, 'none', 'Decided without your vote.'],
    [{ status: 'EXPIRED' }, 'none', 'You did not vote. No verdict came in time.'],
    [{ status: 'WITHDRAWN', voted: 'DRAW' }, 'none', 'You voted: a draw. It ended another way.'],
  ] as const)('%j', (over, look, says) => {
    expect(saySeat(seat(over))).toEqual({ look, says })
  })

  it.each([
    [{}, 'wait', 'Your judgement is asked for.'],
    [{ said: [said('SAFETY_PASS')] }, 'wait', 'You signed: it is safe. Whether it passes is still asked.'],
    [{ asked: false, said: [said('AUDIT_FAIL')] }, 'ok', 'You signed: it fails.'],
    [{ asked: false, replaced: true }, 'none', 'You said nothing in time, and others were drawn in your place.'],
    [{ asked: false, status: 'FINALIZED' }, 'none', 'Decided without you.'],
    [{ asked: false, status: 'EXPIRED' }, 'none', 'You said nothing. No verdict came in time.'],
  ] as const)('of a task, %j', (over, look, says) => {
    expect(sayTaskSeat(taskSeat(over as Partial<TaskSeatView>))).toEqual({ look, says })
  })
})
