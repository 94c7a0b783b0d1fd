import { describe, expect, it } from 'vitest'
import { NO_REASON } from '@/lib/challenge/no-reason'
import {
  allowedActions,
  type Facts,
  MODES,
  type Mode,
  type Party,
  ROLES,
  type Role,
  STATUSES,
  type Status,
} from '@/lib/challenge/state'
import { type OtherMove, otherMoves } from './more-moves'
import { nextStep, type Standing, turnLabel } from './next-step'

const NOW = new Date('2026-12-01T12:00:00Z')
const LATER = '2026-12-03T12:00:00.000Z'
const TERMINAL: Status[] = ['COMPLETED', 'CANCELLED', 'EXPIRED']

type Given = {
  initiator?: Party
  offers?: Standing['offers']
  deadline?: string
  /** Whose deposit was seen on chain, and who has answered. */
  deposited?: Party[]
  responded?: Party[]
} & Partial<Omit<Standing, 'deadline'>>

/** A challenge as the API would answer it: its actions are those of the state table. */
function standing(mode: Mode, status: Status, role: Role, given: Given = {}): Standing {
  const { initiator, deadline = LATER, deposited = [], responded = [], ...more } = given
  const isOpen = status === 'DRAFT' || (status === 'AWAITING_COUNTERPARTY' && !more.accepted_at)
  const offers = given.offers ?? []
  const facts: Facts = {
    mode,
    status,
    accepted: !isOpen && mode !== 'SOLO',
    initiator: status === 'DRAFT' ? null : (initiator ?? 'creator'),
    oracle: given.resolution?.strategy === 'ORACLE',
    deposited: bySide(deposited),
    responded: bySide(responded),
    openOffers: {
      creator: offers.some((o) => o.role === 'creator'),
      counterparty: offers.some((o) => o.role === 'counterparty'),
    },
    deadlineAt: TERMINAL.includes(status) ? null : new Date(deadline),
  }
  return {
    mode,
    status,
    your_role: role,
    outcome: status === 'COMPLETED' ? 'FULFILLED' : null,
    split: false,
    reason: null,
    accepted_at: facts.accepted ? '2026-12-01T10:00:00.000Z' : null,
    counterparty: isOpen ? null : 'did:pkh:eip155:31337:0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
    deadline: facts.deadlineAt && { at: deadline, then: 'EXPIRED' },
    actions: allowedActions(facts, role, NOW),
    offers,
    resolution: { strategy: 'MUTUAL' },
    ...(role === 'creator' && status === 'AWAITING_COUNTERPARTY' && !facts.accepted
      ? { invite_url: 'http://desk/join/x' }
      : {}),
    ...(status === 'COMPLETED' ? { receipt_id: '0xabc' } : {}),
    ...more,
  }
}

const bySide = (sides: Party[]) => ({
  creator: sides.includes('creator'),
  counterparty: sides.includes('counterparty'),
})

function offer(
  role: Party,
  what: { outcome?: string; until?: string; action?: string; valid_until?: string; amounts?: [string, string] },
): Standing['offers'][number] {
  return {
    role,
    action: what.action ?? (what.until ? 'extend' : 'confirm'),
    outcome: what.outcome ?? null,
    until: what.until ?? null,
    valid_until: what.until ? null : (what.valid_until ?? LATER),
    to_creator: what.amounts?.[0] ?? null,
    to_counterparty: what.amounts?.[1] ?? null,
    created_at: '2026-12-01T11:00:00.000Z',
  }
}

const every = MODES.flatMap((mode) =>
  STATUSES.flatMap((status) => ROLES.map((role) => [mode as Mode, status, role] as const)),
)

describe('the one next thing, for every mode, status and role', () => {
  it.each(every)('%s %s %s', (mode, status, role) => {
    for (const initiator of ['creator', 'counterparty'] as const) {
      const challenge = standing(mode, status, role, { initiator })
      const step = nextStep(challenge, NOW)

      expect(step.title).toMatch(/^[A-Z].*[^.]$/)
      expect(step.says).toMatch(/[.”]$/)
      // Only what the state table allows is ever asked for.
      if (step.kind === 'sign' || step.kind === 'outcome') expect(challenge.actions).toContain(step.action)
      if (step.kind === 'chain') expect(challenge.actions).toContain('deposit')
      if (step.kind === 'respond') expect(challenge.actions).toContain('respond')
      if (TERMINAL.includes(status)) expect(['receipt', 'over']).toContain(step.kind)
      if (!['creator', 'counterparty', 'invited', 'moderator'].includes(role) && !TERMINAL.includes(status))
        expect(step.kind).toBe('watch')
      // What both need is asked of whoever has to give it.
      const must = (['send', 'accept'] as const).some((action) => challenge.actions.includes(action))
      if (must || (mode === 'SOLO' && challenge.actions.includes('confirm'))) expect(step.kind).toBe('sign')
    }
  })

  it.each(every)('and beside it only what is allowed: %s %s %s', (mode, status, role) => {
    const challenge = standing(mode, status, role)
    const step = nextStep(challenge, NOW)
    for (const { move } of otherMoves(challenge, step, NOW)) expect(challenge.actions).toContain(ACTION_OF[move])
  })
})

const ACTION_OF: Record<OtherMove['move'], string> = {
  patch: 'patch',
  otherwise: 'confirm',
  counter: 'counter',
  decline: 'decline',
  verify: 'verify',
  extend: 'extend',
  void: 'void',
  withdraw: 'cancel',
  call_off: 'cancel',
  split: 'split',
  dispute: 'dispute',
}

const asked = (challenge: Standing) => {
  const step = nextStep(challenge, NOW)
  const button = step.kind === 'sign' ? step.button : null
  return [turnLabel(step), step.title, button, ...otherMoves(challenge, step, NOW).map(({ says }) => says)]
}

describe('what people read', () => {
  it('in a draft', () => {
    expect(asked(standing('GATEKEEPER', 'DRAFT', 'creator'))).toEqual([
      'Your turn',
      'Sign and send it',
      'Sign and send',
      'Change the draft',
      'Throw the draft away',
    ])
    expect(asked(standing('SOLO', 'DRAFT', 'creator'))[2]).toBe('Sign and complete')
  })

  it('while it waits to be accepted', () => {
    const sent = 'AWAITING_COUNTERPARTY'
    expect(asked(standing('GATEKEEPER', sent, 'creator'))).toEqual([
      'Your turn',
      'Give them the link',
      null,
      'Change the terms',
      'Withdraw it',
    ])
    expect(asked(standing('GATEKEEPER', sent, 'invited'))).toEqual([
      'Your turn',
      'Sign the same terms',
      'Sign and accept',
      'Decline',
      'Propose other terms',
    ])
    expect(asked(standing('GATEKEEPER', sent, 'creator', { initiator: 'counterparty' })).slice(0, 3)).toEqual([
      'Your turn',
      'They propose other terms',
      'Sign and accept',
    ])
    expect(asked(standing('GATEKEEPER', sent, 'counterparty', { initiator: 'counterparty' })).slice(0, 2)).toEqual([
      'Waiting',
      'They read your terms',
    ])
    expect(asked(standing('GATEKEEPER', sent, 'stranger')).slice(0, 2)).toEqual([
      'You are looking on',
      'Open to whoever holds the invite',
    ])
  })

  it('while wallets and funds are read', () => {
    expect(asked(standing('GATEKEEPER', 'AWAITING_GATEKEEPER', 'creator'))).toEqual([
      'Waiting',
      'Wallets and funds are read',
      null,
      'Read them again now',
      'Call it off together',
      'Ask for more time',
    ])
    const offers = [offer('counterparty', { outcome: 'NO_CONTEST', action: 'cancel' })]
    expect(asked(standing('GATEKEEPER', 'AWAITING_GATEKEEPER', 'creator', { offers })).slice(0, 3)).toEqual([
      'Your turn',
      'They want to call it off',
      'Sign: call it off',
    ])
  })

  const locked = (role: Party, offers: Standing['offers']) => standing('GATEKEEPER', 'INTENT_LOCKED', role, { offers })

  it('when it is locked', () => {
    expect(asked(locked('creator', []))).toEqual([
      'Your turn',
      'Say how it ended',
      'Sign: fulfilled',
      'It went otherwise',
      'Call it off together',
      'Ask for more time',
      'Dispute it',
    ])
  })

  it('with what the other side signed, said plainly', () => {
    const theirs = [offer('counterparty', { outcome: 'FULFILLED' })]
    const step = nextStep(locked('creator', theirs), NOW)
    expect(step).toMatchObject({ kind: 'sign', action: 'confirm', outcome: 'FULFILLED', button: 'Sign: fulfilled' })
    expect([step.title, step.says]).toEqual(['They signed: fulfilled', 'Sign the same to complete.'])
    expect(asked(locked('creator', theirs))).toContain('Sign: no contest')
    expect(asked(locked('counterparty', theirs)).slice(0, 3)).toEqual(['Waiting', 'You signed: fulfilled', null])
    expect(asked(locked('counterparty', theirs))).toContain('Change mine to: no contest')
    expect(asked(locked('counterparty', theirs))).toContain('Take back what I signed')
  })

  it('when they do not agree', () => {
    const both = [offer('counterparty', { outcome: 'NO_CONTEST' }), offer('creator', { outcome: 'FULFILLED' })]
    expect(nextStep(locked('creator', both), NOW)).toMatchObject({
      kind: 'sign',
      outcome: 'NO_CONTEST',
      title: 'They signed: no contest',
      says: 'It would end without a winner. Sign the same to complete. You had signed: fulfilled.',
    })
    expect(
      otherMoves(locked('creator', both), nextStep(locked('creator', both), NOW), NOW).map(({ move }) => move),
    ).toEqual(['extend', 'void', 'dispute'])
  })

  it('when they ask for more time', () => {
    const until = '2026-12-20T12:00:00.000Z'
    const theirs = [offer('counterparty', { until })]
    expect(nextStep(locked('creator', theirs), NOW)).toMatchObject({ kind: 'sign', action: 'extend', until })
    expect(nextStep(locked('creator', [...theirs, offer('creator', { until })]), NOW).title).toBe('Say how it ended')
    const withOutcome = [...theirs, offer('counterparty', { outcome: 'FULFILLED' })]
    expect(nextStep(locked('creator', withOutcome), NOW)).toMatchObject({ action: 'confirm' })
  })

  it('forgets an offer whose day is over', () => {
    const old = [offer('counterparty', { outcome: 'NO_CONTEST', valid_until: '2026-12-01T11:59:00.000Z' })]
    expect(nextStep(locked('creator', old), NOW).title).toBe('Say how it ended')
  })

  it('when the time is over and the desk has not ended it yet', () => {
    const late = standing('GATEKEEPER', 'INTENT_LOCKED', 'creator', { deadline: '2026-12-01T11:00:00.000Z' })
    expect(asked(late)).toEqual(['Waiting', 'The time is over', null])
    expect(nextStep(late, NOW).says).toContain('The desk ends it')
    const held = standing('FIRE', 'AWAITING_RESOLUTION', 'creator', { deadline: '2026-12-01T11:00:00.000Z' })
    const deadline = { at: '2026-12-01T11:00:00.000Z', then: 'EXPIRED' as const, chain_at: LATER }
    expect(nextStep({ ...held, deadline }, NOW).says).toContain('taken to the contract')
  })

  it('while bonds are put down: the creator first', () => {
    const accepted = { accepted_at: '2026-12-01T10:00:00.000Z' }
    const at = (role: Party, deposited: Party[]) =>
      nextStep(standing('FIRE', 'AWAITING_COUNTERPARTY', role, { ...accepted, deposited }), NOW)
    expect(at('creator', [])).toMatchObject({ kind: 'chain', step: 'open', button: 'Deposit' })
    expect(at('counterparty', [])).toMatchObject({ kind: 'wait', title: 'The creator deposits first' })
    expect(at('creator', ['creator'])).toMatchObject({ kind: 'wait', title: 'Your bond is on its way' })
    expect(at('counterparty', ['creator'])).toMatchObject({ kind: 'chain', step: 'join' })
  })

  it('while answers are sealed', () => {
    const at = (responded: Party[]) => nextStep(standing('ENFORCED', 'ACTIVE', 'creator', { responded }), NOW)
    expect(at([])).toMatchObject({ kind: 'respond', title: 'Answer' })
    expect(at(['creator'])).toMatchObject({ kind: 'wait', title: 'You have answered' })
  })

  const settled = (role: Party, given: Given = {}) => standing('FIRE', 'AWAITING_RESOLUTION', role, given)

  it('when bonds are to be settled', () => {
    expect(nextStep(settled('creator'), NOW)).toMatchObject({ kind: 'outcome', action: 'confirm' })
    // No contest is one of the outcomes to choose from: calling it off is not offered a second time.
    expect(asked(settled('creator')).slice(2)).toEqual([null, 'Propose a split', 'Dispute it', 'Ask for more time'])
    const theirs = [offer('counterparty', { outcome: 'CREATOR_WIN' })]
    expect(nextStep(settled('creator', { offers: theirs }), NOW)).toMatchObject({
      kind: 'sign',
      outcome: 'CREATOR_WIN',
      button: 'Sign: the creator wins',
    })
    const both = [...theirs, offer('creator', { outcome: 'CREATOR_WIN' })]
    expect(nextStep(settled('creator', { offers: both }), NOW).title).toBe('Both have signed the same')
  })

  it('asks for exactly the split they signed', () => {
    for (const [bps, amounts] of [
      [5_000, ['1000000', '1000000']],
      [3_333, ['4', '11']],
      [0, ['0', '20']],
      [10_000, ['20', '0']],
    ] as const) {
      const [creator, counterparty] = amounts
      const offers = [offer('counterparty', { outcome: 'DRAW', action: 'split', amounts: [creator, counterparty] })]
      const step = nextStep(settled('creator', { offers }), NOW)
      if (step.kind !== 'sign' || step.creatorBps === undefined) throw new Error('asks for no split')
      const held = BigInt(creator) + BigInt(counterparty)
      expect(step.action).toBe('split')
      expect(step.parts).toEqual({ toCreator: creator, toCounterparty: counterparty })
      expect((held * BigInt(step.creatorBps)) / 10_000n, `${bps}`).toBe(BigInt(creator))
    }
  })

  it('waits for a figure, and leaves everything else to agreement', () => {
    const oracle = { resolution: { strategy: 'ORACLE' } }
    expect(nextStep(settled('creator', oracle), NOW)).toMatchObject({ kind: 'wait', title: 'The figure decides' })
    expect(nextStep(standing('SOLO', 'AWAITING_RESOLUTION', 'creator', oracle), NOW).title).toBe('The figure decides')
    expect(nextStep(standing('SOLO', 'DRAFT', 'creator', oracle), NOW)).toMatchObject({ kind: 'sign', button: 'Sign' })
  })

  it('asks whom both named', () => {
    expect(nextStep(standing('FIRE', 'AWAITING_RESOLUTION', 'moderator'), NOW)).toMatchObject({
      kind: 'outcome',
      action: 'moderate',
    })
    expect(nextStep(standing('FIRE', 'AWAITING_COUNTERPARTY', 'moderator'), NOW).kind).toBe('watch')
  })

  it('when it is over', () => {
    const declined = { reason: { code: 'DECLINED', text: 'Too far away.' } }
    expect(nextStep(standing('GATEKEEPER', 'CANCELLED', 'creator', declined), NOW).says).toBe(
      'The other side said no: “Too far away.”',
    )
    const silent = { reason: { code: 'DECLINED', text: NO_REASON } }
    expect(nextStep(standing('GATEKEEPER', 'CANCELLED', 'creator', silent), NOW)).toMatchObject({
      title: 'Declined',
      says: 'The other side said no, and gave no reason. Nothing was locked.',
    })
    expect(nextStep(standing('GATEKEEPER', 'COMPLETED', 'creator'), NOW)).toMatchObject({
      kind: 'receipt',
      title: 'Ended: fulfilled',
    })
    const split = { outcome: 'DRAW', split: true } as const
    expect(nextStep(standing('FIRE', 'COMPLETED', 'creator', split), NOW).title).toBe('Ended: a split')
    const expired = { reason: { code: 'DEADLINE', text: 'x' } }
    expect(nextStep(standing('GATEKEEPER', 'EXPIRED', 'creator', expired), NOW)).toMatchObject({ kind: 'over' })
    expect(nextStep(standing('GATEKEEPER', 'EXPIRED', 'creator', { ...expired, receipt_id: '0x1' }), NOW).kind).toBe(
      'receipt',
    )
  })
})
