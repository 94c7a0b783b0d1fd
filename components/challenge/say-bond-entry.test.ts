import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type LogLine, sayEntry } from './say-entry'

const CREATOR = 'did:pkh:eip155:31337:0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
const OTHER = 'did:pkh:eip155:1:0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'
const THIRD = 'did:pkh:eip155:1:0x90f79bf6eb2c4f870365e785982e1f101e93b906'
const people = { creator: CREATOR, counterparty: OTHER, your_role: 'creator' as const }
const AT = '2026-12-01T12:00:00.000Z'
const HASH = `0x${'1'.repeat(64)}`

const entry = (action: string, more: object): LogLine => ({
  sequence: 1,
  at: AT,
  actor: 'chain',
  action,
  before: 'AWAITING_RESOLUTION',
  after: 'AWAITING_RESOLUTION',
  data: {},
  hash: HASH,
  ...more,
})
const units = (amount: string) => `${amount} tUSD`

describe('what bonds, disputes and figures bring into the log', () => {
  it.each([
    ['lock', {}, 'Both bonds are in the contract: it is locked'],
    ['begin', { actor: 'desk', after: 'ACTIVE' }, 'It began: now both answer, sealed until both are in'],
    ['begin', { actor: 'desk' }, 'It began: now it is said how it ended'],
    ['respond', { data: { role: 'creator' } }, 'Your answer is on the chain, sealed'],
    [
      'respond',
      { before: 'ACTIVE', data: { role: 'counterparty' } },
      'The counterparty’s answer is on the chain: both are in, and open',
    ],
    [
      'split',
      { actor: OTHER, data: { outcome: 'SPLIT', toCreator: '7', toCounterparty: '3' } },
      'The counterparty signed a split: 7 tUSD to the creator, 3 tUSD to the counterparty',
    ],
    ['moderate', { actor: THIRD, data: { outcome: 'DRAW' } }, 'The moderator signed: a draw'],
    [
      'moderate',
      { actor: THIRD, after: 'COMPLETED', data: { outcome: 'DRAW' } },
      'The moderator signed: a draw: it is complete',
    ],
    ['dispute', { actor: OTHER, after: 'DISPUTED' }, 'The counterparty disputed it'],
    ['evidence', { actor: CREATOR, data: { sha256: HASH } }, 'You showed the panel a file'],
    ['seat', { actor: 'desk', data: { round: 0, k: 2, m: 3 } }, 'A panel of 3 was drawn; 2 equal votes decide'],
    [
      'seat',
      { actor: 'desk', data: { round: 1, k: 2, m: 3 } },
      'Others were drawn for the members of the panel who were silent',
    ],
    ['vote', { actor: THIRD, data: { outcome: 'FULFILLED' } }, 'A member of the panel voted: fulfilled'],
    ['verdict', { actor: 'desk', data: { outcome: 'CREATOR_WIN' } }, 'The panel decided: the creator wins'],
    [
      'settled',
      { data: { outcome: 'FULFILLED', code: 'PARTIES' } },
      'The contract paid out: fulfilled, as both signed',
    ],
    ['settled', { data: { outcome: 'DRAW', code: 'SPLIT' } }, 'The contract divided everything as both signed'],
    [
      'settled',
      { data: { outcome: 'CREATOR_WIN', code: 'PANEL' } },
      'The contract paid out: the creator wins, as the panel voted',
    ],
    [
      'settled',
      { data: { outcome: 'COUNTERPARTY_WIN', code: 'ORACLE' } },
      'The contract paid out: the counterparty wins, as the figure says',
    ],
    ['refunded', {}, 'The time was over: the contract gave everything back'],
    [
      'refunded',
      { data: { silent: ['counterparty'] } },
      'The time was over: the contract gave everything back; the counterparty had not done theirs',
    ],
    [
      'refunded',
      { data: { silent: ['creator'] } },
      'The time was over: the contract gave everything back; you had not done your part',
    ],
    [
      'chain.rolled_back',
      { data: { code: 'DEPOSIT_GONE' } },
      'The chain took a deposit back: it is locked again once both are there again',
    ],
    [
      'chain.rolled_back',
      { data: { code: 'RESPONSE_GONE' } },
      'The chain took an answer back: it has to be given again',
    ],
    [
      'chain.rolled_back',
      { data: { code: 'DISPUTE_GONE' } },
      'The chain took the opening of the dispute back: nothing is disputed now',
    ],
    ['void', { data: { role: 'counterparty' } }, 'What the counterparty had signed is void in the contract'],
    ['void', { data: { role: 'creator' } }, 'What you had signed is void in the contract'],
    [
      'void',
      { actor: CREATOR, data: { code: 'DESK_ONLY' } },
      'You took back what you had signed, here only: in the contract it counts until it runs out',
    ],
    ['void', { actor: CREATOR, data: { nonce: 1 } }, 'You took back what you had signed'],
  ])('%s %j', (action, more, says) => {
    expect(sayEntry(entry(action, more), people, units).text).toBe(says)
  })

  it('calls the moderator by name only to others', () => {
    const moderator = { ...people, your_role: 'moderator' as const }
    const line = entry('moderate', { actor: THIRD, data: { outcome: 'DRAW' } })
    expect(sayEntry(line, moderator).text).toBe('You signed: a draw')
  })

  it('leaves the instant at which the contract gives everything back to the page', () => {
    const line = entry('dispute', { after: 'DISPUTED', data: { role: 'creator', until: AT } })
    expect(sayEntry(line, people)).toEqual({
      text: 'You opened a dispute in the contract; without a decision it gives everything back at',
      until: AT,
    })
  })

  it('tells of which moment the deciding figure is', () => {
    const line = entry('resolve', { actor: 'desk', data: { outcome: 'FULFILLED', round_id: '7', updated_at: AT } })
    expect(sayEntry(line, people)).toEqual({ text: 'The figure decided: fulfilled. It is of', until: AT })
  })

  it('names what there is to look up on the chain', () => {
    const values = (action: string, data: object) =>
      sayEntry(entry(action, { data }), people).hashes?.map(({ label, value }) => [label, value])
    expect(values('lock', { creator_tx: '0xa', counterparty_tx: '0xb' })).toEqual([
      ['transaction of the creator', '0xa'],
      ['transaction of the counterparty', '0xb'],
    ])
    expect(values('settled', { outcome: 'DRAW', tx_hash: '0xc' })).toEqual([['transaction', '0xc']])
    expect(values('refunded', {})).toEqual([])
  })
})

/** Every action that is written into a log: `action: '…'` and `as: '…'` beside saveChange, finishChallenge and the like. */
function actionsInCode(): string[] {
  const files = ['lib/challenge', 'lib/committee', 'lib/evidence', 'lib/oracle'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  )
  const named = files
    .filter((source) => /saveChange|finishChallenge|moveByChain/.test(source))
    .flatMap((source) => [...source.matchAll(/\b(?:action|as): '([a-z_.]+)'/g)].map(([, name]) => name ?? ''))
  return [...new Set(named)]
}

it('has a sentence for every action the code writes', () => {
  const actions = actionsInCode()
  expect(actions.length).toBeGreaterThan(20)
  const data = { role: 'creator', outcome: 'DRAW', until: AT, m: 3, k: 2, code: 'DEPOSIT_GONE' }
  const silent = actions.filter((action) =>
    sayEntry(entry(action, { actor: CREATOR, data }), people).text.endsWith(`: ${action}`),
  )
  expect(silent).toEqual([])
})
