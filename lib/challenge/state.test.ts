import { describe, expect, it } from 'vitest'
import {
  ACTIONS,
  type Action,
  allowedActions,
  type Facts,
  findMove,
  isTerminal,
  MODES,
  MOVES,
  type Mode,
  ROLES,
  type Role,
  refusalOf,
  STATUSES,
  type Status,
  statusAfter,
} from './state'

const NOW = new Date('2026-12-01T12:00:00Z')
const LATER = new Date('2026-12-02T12:00:00Z')

const facts = (over: Partial<Facts>): Facts => ({
  mode: 'GATEKEEPER',
  status: 'DRAFT',
  accepted: false,
  initiator: null,
  oracle: false,
  openOffers: { creator: false, counterparty: false },
  deposited: { creator: false, counterparty: false },
  responded: { creator: false, counterparty: false },
  deadlineAt: LATER,
  ...over,
})

const BOTH = { creator: true, counterparty: true }
const NEITHER = { creator: false, counterparty: false }
const CREATOR_ONLY = { creator: true, counterparty: false }

/** As a challenge really is in a status: sent ones have an initiator, those past acceptance are accepted, bonds held. */
const usual = (mode: Mode, status: Status): Facts => {
  const isSent = status !== 'DRAFT' && mode !== 'SOLO'
  const isAccepted = isSent && status !== 'AWAITING_COUNTERPARTY'
  const isHeld = isAccepted && status !== 'AWAITING_GATEKEEPER' && (mode === 'FIRE' || mode === 'ENFORCED')
  return facts({
    mode,
    status,
    accepted: isAccepted,
    initiator: isSent ? 'creator' : null,
    deposited: isHeld ? BOTH : NEITHER,
    deadlineAt: isTerminal(status) ? null : LATER,
  })
}

/**
 * The whole table by hand, from domain §3: `mode status role: actions`. Every combination that is not listed allows
 * nothing; the test below walks all of mode × status × action × role against it.
 */
const ALLOWED = `
SOLO DRAFT creator: patch confirm cancel
SOLO DRAFT desk: expire
SOLO INTENT_LOCKED desk: resolve expire
SOLO AWAITING_RESOLUTION desk: resolve expire
SOLO AWAITING_GATEKEEPER desk: expire
SOLO ACTIVE desk: expire
SOLO DISPUTED desk: expire
GATEKEEPER DRAFT creator: patch send cancel
GATEKEEPER DRAFT desk: expire
GATEKEEPER AWAITING_COUNTERPARTY creator: counter cancel
GATEKEEPER AWAITING_COUNTERPARTY counterparty: accept decline counter
GATEKEEPER AWAITING_COUNTERPARTY invited: accept decline counter
GATEKEEPER AWAITING_COUNTERPARTY desk: expire
GATEKEEPER AWAITING_GATEKEEPER creator: verify cancel extend
GATEKEEPER AWAITING_GATEKEEPER counterparty: verify cancel extend
GATEKEEPER AWAITING_GATEKEEPER desk: lock fail expire
GATEKEEPER INTENT_LOCKED creator: confirm cancel extend dispute
GATEKEEPER INTENT_LOCKED counterparty: confirm cancel extend dispute
GATEKEEPER INTENT_LOCKED moderator: moderate
GATEKEEPER INTENT_LOCKED desk: expire
GATEKEEPER ACTIVE creator: extend
GATEKEEPER ACTIVE counterparty: extend
GATEKEEPER ACTIVE desk: expire
GATEKEEPER AWAITING_RESOLUTION creator: extend
GATEKEEPER AWAITING_RESOLUTION counterparty: extend
GATEKEEPER AWAITING_RESOLUTION moderator: moderate
GATEKEEPER AWAITING_RESOLUTION desk: expire
GATEKEEPER DISPUTED creator: confirm cancel extend
GATEKEEPER DISPUTED counterparty: confirm cancel extend
GATEKEEPER DISPUTED moderator: moderate
GATEKEEPER DISPUTED desk: verdict expire
FIRE DRAFT creator: patch send cancel
FIRE DRAFT desk: expire
FIRE AWAITING_COUNTERPARTY creator: counter cancel
FIRE AWAITING_COUNTERPARTY counterparty: accept decline counter
FIRE AWAITING_COUNTERPARTY invited: accept decline counter
FIRE AWAITING_COUNTERPARTY desk: expire
FIRE AWAITING_GATEKEEPER creator: extend
FIRE AWAITING_GATEKEEPER counterparty: extend
FIRE AWAITING_GATEKEEPER desk: expire
FIRE INTENT_LOCKED creator: confirm split cancel extend
FIRE INTENT_LOCKED counterparty: confirm split cancel extend
FIRE INTENT_LOCKED moderator: moderate
FIRE INTENT_LOCKED desk: begin
FIRE INTENT_LOCKED chain: settled refunded roll_back
FIRE ACTIVE creator: confirm split cancel extend
FIRE ACTIVE counterparty: confirm split cancel extend
FIRE ACTIVE chain: settled refunded roll_back
FIRE AWAITING_RESOLUTION creator: confirm split cancel extend dispute
FIRE AWAITING_RESOLUTION counterparty: confirm split cancel extend dispute
FIRE AWAITING_RESOLUTION moderator: moderate
FIRE AWAITING_RESOLUTION chain: dispute settled refunded roll_back
FIRE DISPUTED creator: confirm split cancel extend
FIRE DISPUTED counterparty: confirm split cancel extend
FIRE DISPUTED moderator: moderate
FIRE DISPUTED chain: settled refunded roll_back
ENFORCED DRAFT creator: patch send cancel
ENFORCED DRAFT desk: expire
ENFORCED AWAITING_COUNTERPARTY creator: counter cancel
ENFORCED AWAITING_COUNTERPARTY counterparty: accept decline counter
ENFORCED AWAITING_COUNTERPARTY invited: accept decline counter
ENFORCED AWAITING_COUNTERPARTY desk: expire
ENFORCED AWAITING_GATEKEEPER creator: extend
ENFORCED AWAITING_GATEKEEPER counterparty: extend
ENFORCED AWAITING_GATEKEEPER desk: expire
ENFORCED INTENT_LOCKED creator: confirm split cancel extend
ENFORCED INTENT_LOCKED counterparty: confirm split cancel extend
ENFORCED INTENT_LOCKED moderator: moderate
ENFORCED INTENT_LOCKED desk: begin
ENFORCED INTENT_LOCKED chain: settled refunded roll_back
ENFORCED ACTIVE creator: respond confirm split cancel extend
ENFORCED ACTIVE counterparty: respond confirm split cancel extend
ENFORCED ACTIVE chain: respond settled refunded roll_back
ENFORCED AWAITING_RESOLUTION creator: confirm split cancel extend dispute
ENFORCED AWAITING_RESOLUTION counterparty: confirm split cancel extend dispute
ENFORCED AWAITING_RESOLUTION moderator: moderate
ENFORCED AWAITING_RESOLUTION chain: dispute settled refunded roll_back
ENFORCED DISPUTED creator: confirm split cancel extend
ENFORCED DISPUTED counterparty: confirm split cancel extend
ENFORCED DISPUTED moderator: moderate
ENFORCED DISPUTED chain: settled refunded roll_back
`

function parse(table: string) {
  const lines = table
    .trim()
    .split('\n')
    .map((line) => line.split(': ') as [string, string])
  return new Map(lines.map(([key, actions]) => [key, new Set(actions.split(' ') as Action[])]))
}
const expected = parse(ALLOWED)

describe('every mode × status × action × role', () => {
  for (const mode of MODES) {
    for (const status of STATUSES) {
      it(`${mode} ${status}`, () => {
        for (const role of ROLES) {
          const listed = expected.get(`${mode} ${status} ${role}`) ?? new Set()
          for (const action of ACTIONS) {
            const found = findMove(usual(mode, status), action, role, NOW)
            expect(found !== null, `${role} ${action}`).toBe(listed.has(action))
          }
          expect(new Set(allowedActions(usual(mode, status), role, NOW))).toEqual(listed)
        }
      })
    }
  }
})

const to = (over: Partial<Facts>, action: Action, role: Role) => {
  const before = facts(over)
  const move = findMove(before, action, role, NOW)
  return move && statusAfter(before, move)
}

/** Accepted and not locked: what is on chain decides what is left to do. `mode status role: actions` by what was deposited. */
const BEFORE_THE_LOCK = `
none creator: deposit cancel extend
none counterparty: cancel extend
none desk: expire
none chain: lock refunded
creator creator: extend
creator counterparty: deposit extend
creator chain: lock refunded
both creator: extend
both counterparty: extend
both chain: lock refunded
`

describe('between acceptance and lock', () => {
  const listed = parse(BEFORE_THE_LOCK)
  const deposits = { none: NEITHER, creator: CREATOR_ONLY, both: BOTH }
  for (const mode of ['FIRE', 'ENFORCED'] as const) {
    it.each(Object.entries(deposits))(`${mode} with deposits of %s`, (name, deposited) => {
      const accepted = { ...usual(mode, 'AWAITING_COUNTERPARTY'), accepted: true, deposited }
      for (const role of ROLES) {
        const found = new Set(allowedActions(accepted, role, NOW))
        expect(found, role).toEqual(listed.get(`${name} ${role}`) ?? new Set())
      }
    })
  }
})

describe('an oracle', () => {
  it('may be asked by anybody who sees it, and by nobody where there is none', () => {
    for (const mode of MODES) {
      for (const status of STATUSES) {
        for (const role of ['creator', 'counterparty', 'moderator', 'stranger'] as const) {
          const asks = (oracle: boolean) => findMove({ ...usual(mode, status), oracle }, 'verify', role, NOW) !== null
          const isChecked = mode === 'GATEKEEPER' && status === 'AWAITING_GATEKEEPER' && role.startsWith('c')
          const waits = mode !== 'GATEKEEPER' && (status === 'AWAITING_RESOLUTION' || status === 'DISPUTED')
          expect([asks(true), asks(false)], `${mode} ${status} ${role}`).toEqual([isChecked || waits, isChecked])
        }
      }
    }
  })

  it('keeps SOLO open until it has answered', () => {
    const signed = { ...usual('SOLO', 'INTENT_LOCKED'), oracle: true }
    expect(allowedActions(signed, 'desk', NOW)).toEqual(['begin', 'expire'])
  })
})

describe('where moves lead', () => {
  const rows: [Partial<Facts>, Action, Role, Status][] = [
    [{ mode: 'SOLO' }, 'confirm', 'creator', 'INTENT_LOCKED'],
    [{ mode: 'SOLO', status: 'INTENT_LOCKED' }, 'resolve', 'desk', 'COMPLETED'],
    [{ mode: 'SOLO', status: 'INTENT_LOCKED', oracle: true }, 'begin', 'desk', 'AWAITING_RESOLUTION'],
    [{}, 'cancel', 'creator', 'CANCELLED'],
    [{}, 'send', 'creator', 'AWAITING_COUNTERPARTY'],
    [{}, 'expire', 'desk', 'CANCELLED'],
    [{ status: 'AWAITING_COUNTERPARTY', initiator: 'creator' }, 'accept', 'counterparty', 'AWAITING_GATEKEEPER'],
    [{ status: 'AWAITING_COUNTERPARTY', initiator: 'creator' }, 'counter', 'counterparty', 'AWAITING_COUNTERPARTY'],
    [
      { mode: 'FIRE', status: 'AWAITING_COUNTERPARTY', initiator: 'creator' },
      'accept',
      'counterparty',
      'AWAITING_COUNTERPARTY',
    ],
    [{ status: 'AWAITING_COUNTERPARTY', initiator: 'creator' }, 'decline', 'invited', 'CANCELLED'],
    [{ status: 'AWAITING_COUNTERPARTY', initiator: 'creator' }, 'expire', 'desk', 'EXPIRED'],
    [{ status: 'AWAITING_GATEKEEPER', accepted: true }, 'lock', 'desk', 'INTENT_LOCKED'],
    [{ status: 'AWAITING_GATEKEEPER', accepted: true }, 'fail', 'desk', 'CANCELLED'],
    [{ status: 'AWAITING_GATEKEEPER', accepted: true }, 'cancel', 'creator', 'CANCELLED'],
    [{ status: 'INTENT_LOCKED', accepted: true }, 'confirm', 'creator', 'COMPLETED'],
    [{ status: 'INTENT_LOCKED', accepted: true }, 'cancel', 'creator', 'COMPLETED'],
    [{ status: 'INTENT_LOCKED', accepted: true }, 'dispute', 'creator', 'DISPUTED'],
    [{ status: 'INTENT_LOCKED', accepted: true }, 'expire', 'desk', 'EXPIRED'],
    [{ mode: 'FIRE', status: 'AWAITING_COUNTERPARTY', accepted: true }, 'lock', 'chain', 'INTENT_LOCKED'],
    [{ mode: 'FIRE', status: 'INTENT_LOCKED', accepted: true }, 'begin', 'desk', 'AWAITING_RESOLUTION'],
    [{ mode: 'ENFORCED', status: 'INTENT_LOCKED', accepted: true }, 'begin', 'desk', 'ACTIVE'],
    [{ mode: 'ENFORCED', status: 'ACTIVE', accepted: true }, 'respond', 'creator', 'AWAITING_RESOLUTION'],
    [{ mode: 'FIRE', status: 'AWAITING_RESOLUTION', accepted: true }, 'roll_back', 'chain', 'AWAITING_COUNTERPARTY'],
    [{ status: 'DISPUTED', accepted: true }, 'verdict', 'desk', 'COMPLETED'],
    [{ mode: 'FIRE', status: 'AWAITING_RESOLUTION', accepted: true }, 'dispute', 'chain', 'DISPUTED'],
    [{ mode: 'ENFORCED', status: 'ACTIVE', accepted: true }, 'respond', 'chain', 'AWAITING_RESOLUTION'],
    [{ mode: 'FIRE', status: 'AWAITING_RESOLUTION', accepted: true }, 'settled', 'chain', 'COMPLETED'],
    [{ mode: 'FIRE', status: 'AWAITING_COUNTERPARTY', accepted: true }, 'refunded', 'chain', 'EXPIRED'],
    [{ mode: 'FIRE', status: 'AWAITING_COUNTERPARTY', accepted: true }, 'deposit', 'creator', 'AWAITING_COUNTERPARTY'],
    [{ mode: 'FIRE', status: 'DISPUTED', accepted: true }, 'refunded', 'chain', 'EXPIRED'],
  ]
  it.each(rows)('%o %s by %s → %s', (over, action, role, status) => {
    expect(to(over, action, role)).toBe(status)
  })

  it('never leaves a terminal status', () => {
    for (const status of STATUSES.filter(isTerminal)) {
      expect(MOVES.filter((move) => move.from.includes(status))).toEqual([])
    }
  })
})

describe('conditions', () => {
  it('lets only the side that did not sign first answer', () => {
    const countered = facts({ status: 'AWAITING_COUNTERPARTY', initiator: 'counterparty' })
    expect(findMove(countered, 'accept', 'creator', NOW)).not.toBeNull()
    expect(findMove(countered, 'accept', 'counterparty', NOW)).toBeNull()
  })

  it('lets nobody alone undo an accepted one', () => {
    const accepted = facts({ mode: 'FIRE', status: 'AWAITING_COUNTERPARTY', initiator: 'creator', accepted: true })
    expect(findMove(accepted, 'cancel', 'creator', NOW)?.together).toBe(true)
    for (const action of ['decline', 'counter', 'accept'] as const)
      expect(findMove(accepted, action, 'counterparty', NOW)).toBeNull()
  })

  it('offers void only to who has something on the table', () => {
    const locked = facts({
      status: 'INTENT_LOCKED',
      accepted: true,
      openOffers: { creator: true, counterparty: false },
    })
    expect(findMove(locked, 'void', 'creator', NOW)).not.toBeNull()
    expect(findMove(locked, 'void', 'counterparty', NOW)).toBeNull()
  })

  it('refuses people past the deadline, and lets the desk and the chain end it', () => {
    const late = facts({ mode: 'FIRE', status: 'DISPUTED', accepted: true, deadlineAt: NOW })
    for (const role of ['creator', 'counterparty', 'moderator'] as const)
      expect(allowedActions(late, role, NOW)).toEqual([])
    expect(allowedActions(late, 'desk', NOW)).toContain('expire')
    expect(allowedActions(late, 'chain', NOW)).toContain('settled')
  })

  it('leaves what the escrow holds to the chain', () => {
    for (const status of STATUSES) {
      const late = { ...usual('ENFORCED', status), accepted: true, deadlineAt: NOW }
      for (const deposited of [CREATOR_ONLY, BOTH])
        expect(findMove({ ...late, deposited }, 'expire', 'desk', NOW)?.to ?? null).toBe(
          status === 'DRAFT' ? 'CANCELLED' : null,
        )
    }
  })

  it('asks a party for its response until that is on chain', () => {
    const active = { ...usual('ENFORCED', 'ACTIVE'), responded: CREATOR_ONLY }
    expect(findMove(active, 'respond', 'creator', NOW)).toBeNull()
    expect(findMove(active, 'respond', 'counterparty', NOW)).not.toBeNull()
    expect(findMove(active, 'respond', 'chain', NOW)).not.toBeNull()
  })

  it('knows how far back the chain takes it', () => {
    const disputed = usual('ENFORCED', 'DISPUTED')
    const back = (to: Status, mode: Mode = 'ENFORCED') =>
      findMove({ ...disputed, mode }, 'roll_back', 'chain', NOW, to)?.to ?? null
    expect([back('AWAITING_COUNTERPARTY'), back('ACTIVE'), back('AWAITING_RESOLUTION')]).toEqual([
      'AWAITING_COUNTERPARTY',
      'ACTIVE',
      'AWAITING_RESOLUTION',
    ])
    expect(back('ACTIVE', 'FIRE')).toBeNull()
    expect(back('INTENT_LOCKED')).toBeNull()
  })
})

describe('what a refused move answers', () => {
  const sent = { status: 'AWAITING_COUNTERPARTY', initiator: 'creator' } as const
  const rows: [string, Partial<Facts>, Action, string][] = [
    ['a draft', {}, 'accept', 'E3011'],
    ['cancelled', { status: 'CANCELLED', deadlineAt: null }, 'accept', 'E3011'],
    ['expired', { status: 'EXPIRED', deadlineAt: null }, 'accept', 'E3013'],
    ['past its deadline', { ...sent, deadlineAt: NOW }, 'accept', 'E3013'],
    ['accepted', { status: 'INTENT_LOCKED', accepted: true }, 'accept', 'E3015'],
    ['a draft', {}, 'confirm', 'E3020'],
    ['a draft', {}, 'moderate', 'E3020'],
    ['a draft', {}, 'split', 'E3020'],
    ['completed', { status: 'COMPLETED', accepted: true, deadlineAt: null }, 'confirm', 'E3020'],
    ['sent', sent, 'send', 'E3014'],
    ['sent', sent, 'patch', 'E3014'],
    ['a draft', {}, 'decline', 'E3014'],
  ]
  it.each(rows)('%s %o %s → %s', (_name, over, action, code) => {
    expect(refusalOf(facts(over), action, NOW)).toBe(code)
  })
})
