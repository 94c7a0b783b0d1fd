import { describe, expect, it } from 'vitest'
import { saySeat, toVote } from './say-seat'
import type { AuditView } from './types'

const seat = (over: Partial<AuditView>): AuditView => ({
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

describe('seats', () => {
  it('asks only for votes that are missing and still count, the nearest deadline first', () => {
    const seats = [
      seat({ case_id: 'none', deadline_at: null }),
      seat({ case_id: 'late', deadline_at: '2026-12-03T12:00:00.000Z' }),
      seat({ case_id: 'soon', deadline_at: '2026-12-02T12:00:00.000Z' }),
      seat({ case_id: 'voted', voted: 'DRAW' }),
      seat({ case_id: 'over', status: 'DECIDED' }),
    ]
    expect(toVote(seats).map(({ case_id }) => case_id)).toEqual(['soon', 'late', 'none'])
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
})
