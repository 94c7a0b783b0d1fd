import { describe, expect, it } from 'vitest'
import { MODES, type Mode, STATUSES } from '@/lib/challenge/state'
import { stationsOf } from './life'
import { pathOf } from './path'

const said = (steps: ReturnType<typeof pathOf>) => steps.map(({ status, place }) => `${place} ${status}`)

describe('the path so far and the path ahead', () => {
  it('has exactly one place where it is, in every mode and status, with what is done before it', () => {
    for (const mode of MODES as readonly Mode[]) {
      const reachable = new Set(stationsOf(mode).map(({ status }) => status))
      for (const status of STATUSES.filter((each) => reachable.has(each))) {
        const places = pathOf(mode, status, []).map(({ place }) => place)
        expect(places.filter((place) => place === 'now')).toHaveLength(1)
        expect([...places].sort((a, b) => ORDER[a] - ORDER[b])).toEqual(places)
      }
    }
  })

  it('shows where it broke off', () => {
    const log = [{ after: 'DRAFT' }, { after: 'AWAITING_COUNTERPARTY' }, { after: 'CANCELLED' }]
    expect(said(pathOf('GATEKEEPER', 'CANCELLED', log))).toEqual([
      'done DRAFT',
      'done AWAITING_COUNTERPARTY',
      'now CANCELLED',
    ])
    expect(said(pathOf('GATEKEEPER', 'DISPUTED', [...log.slice(0, 2), { after: 'INTENT_LOCKED' }])).slice(-3)).toEqual([
      'done INTENT_LOCKED',
      'now DISPUTED',
      'ahead COMPLETED',
    ])
  })

  it('goes on to the receipt', () => {
    expect(said(pathOf('SOLO', 'DRAFT', []))).toEqual(['now DRAFT', 'ahead INTENT_LOCKED', 'ahead COMPLETED'])
  })
})

const ORDER = { done: 0, now: 1, ahead: 2 }
