import { describe, expect, it } from 'vitest'
import { ERRORS } from '@/lib/errors'
import { intentPath, pauseSeconds, refusalOf, sayLater, sayMovedOn, signedCall, signerOf } from './act'

describe('what is asked for and what is sent', () => {
  it('names the action and what belongs to it, and nothing else', () => {
    expect(intentPath('c1', { action: 'send' }, {})).toBe('challenges/c1/intent?action=send')
    expect(intentPath('c1', { action: 'confirm', outcome: 'FULFILLED' }, {})).toBe(
      'challenges/c1/intent?action=confirm&outcome=FULFILLED',
    )
    expect(intentPath('c1', { action: 'accept' }, { wallet: '0xa', invite: 't' })).toBe(
      'challenges/c1/intent?action=accept&wallet_address=0xa&invite=t',
    )
  })

  it('sends each signature where it belongs', () => {
    const by = { wallet: '0xa', invite: 't' }
    const until = '2026-12-20T12:00:00Z'
    expect(signedCall('c1', { action: 'send' }, by, '0x1')).toEqual({
      path: 'challenges/c1/send',
      body: { signature: '0x1' },
    })
    expect(signedCall('c1', { action: 'accept' }, by, '0x1').body).toEqual({
      signature: '0x1',
      wallet_address: '0xa',
      invite: 't',
    })
    expect(signedCall('c1', { action: 'confirm' }, {}, '0x1').body).toEqual({ signature: '0x1' })
    expect(signedCall('c1', { action: 'confirm', outcome: 'NO_CONTEST' }, {}, '0x1').body).toEqual({
      signature: '0x1',
      outcome: 'NO_CONTEST',
    })
    expect(signedCall('c1', { action: 'cancel', outcome: 'NO_CONTEST' }, {}, '0x1').body).toEqual({ signature: '0x1' })
    expect(signedCall('c1', { action: 'extend', until }, {}, '0x1').body).toEqual({ signature: '0x1', until })
  })

  it('knows whose wallet has to sign', () => {
    const creator = `did:pkh:eip155:1:0x${'1'.repeat(40)}`
    const moderator = `0x${'2'.repeat(40)}`
    const named = { creator, counterparty: null, resolution: { strategy: 'MODERATOR', moderator } }
    expect(signerOf({ ...named, your_role: 'creator' })).toBe(`0x${'1'.repeat(40)}`)
    expect(signerOf({ ...named, your_role: 'invited' })).toBe(null)
    expect(signerOf({ ...named, counterparty: creator, your_role: 'moderator' })).toBe(moderator)
  })
})

describe('what a refusal means', () => {
  it.each([
    ['E3016', 'moved-on'],
    ['E3015', 'moved-on'],
    ['E3014', 'moved-on'],
    ['E3013', 'moved-on'],
    ['E3020', 'moved-on'],
    ['E4020', 'later'],
    ['E2004', 'later'],
    ['E9003', 'later'],
    ['E4021', 'other'],
    ['E1006', 'other'],
    ['E9004', 'other'],
  ])('%s', (code, refusal) => {
    expect(Object.keys(ERRORS)).toContain(code)
    expect(refusalOf({ code })).toBe(refusal)
  })

  it('waits for a desk that is gone, and leaves alone what it does not know', () => {
    expect(refusalOf(Object.assign(new Error(), { name: 'Unreachable' }))).toBe('later')
    expect(refusalOf(new Error('x'))).toBe('other')
    expect([0, 1, 2, 9].map((tries) => pauseSeconds(tries, null))).toEqual([2, 4, 8, 20])
    expect(pauseSeconds(0, 31)).toBe(31)
    expect(sayLater({ code: 'E4020' })).toMatch(/chain/)
    expect(sayMovedOn('E3016')).toMatch(/terms changed/)
  })
})
