import { describe, expect, it } from 'vitest'
import { MODES, MOVES } from '@/lib/challenge/state'
import { lifeOf } from './life'
import { sayDuration, sayMove } from './words'

const path = (mode: (typeof MODES)[number]) => lifeOf(mode).map(({ status }) => status)

describe('the life of a challenge', () => {
  it('is read off the state table, from draft to receipt, in every mode', () => {
    expect(path('SOLO')).toEqual(['DRAFT', 'INTENT_LOCKED', 'COMPLETED'])
    expect(path('GATEKEEPER')).toEqual([
      'DRAFT',
      'AWAITING_COUNTERPARTY',
      'AWAITING_GATEKEEPER',
      'INTENT_LOCKED',
      'COMPLETED',
    ])
    expect(path('FIRE')).toEqual([
      'DRAFT',
      'AWAITING_COUNTERPARTY',
      'INTENT_LOCKED',
      'AWAITING_RESOLUTION',
      'COMPLETED',
    ])
    expect(path('ENFORCED')).toEqual([
      'DRAFT',
      'AWAITING_COUNTERPARTY',
      'INTENT_LOCKED',
      'ACTIVE',
      'AWAITING_RESOLUTION',
      'COMPLETED',
    ])
  })

  it('leaves no way out of a status unsaid', () => {
    for (const mode of MODES) {
      for (const { status, onward, clock, exits } of lifeOf(mode)) {
        const shown = [onward, clock, ...exits].flatMap((exit) => (exit ? [exit.to] : []))
        const inTable = MOVES.filter((move) => move.modes.includes(mode) && move.from.includes(status))
          .map(({ to }) => to)
          .filter((to) => to !== 'same')
        expect(new Set(shown)).toEqual(new Set(inTable))
      }
    }
  })

  it('gives every status but the last an end by the clock', () => {
    for (const mode of MODES) {
      for (const { status, clock } of lifeOf(mode)) expect(clock === null).toBe(status === 'COMPLETED')
    }
    expect(lifeOf('GATEKEEPER').map(({ clock }) => clock && sayDuration(clock.seconds))).toEqual([
      '30 days',
      '72 hours',
      '24 hours',
      '30 days',
      null,
    ])
    expect(lifeOf('ENFORCED')[1]?.clock?.seconds).toBe(15 * 60)
  })

  it('says who does what', () => {
    const said = lifeOf('GATEKEEPER').map(({ onward }) => onward && sayMove(onward))
    expect(said).toEqual([
      'the creator signs and sends it',
      'the counterparty signs the same terms',
      'the desk finds everything in place',
      'both sign the same outcome',
      null,
    ])
  })
})
