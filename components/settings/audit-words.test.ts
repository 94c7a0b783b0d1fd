import { describe, expect, it } from 'vitest'
import { sayAction, sayActor, sayDetails } from './audit-words'

describe('an entry of the audit log in words', () => {
  it('says what was done, what was refused, and names what it has no words for', () => {
    expect(sayAction({ action: 'member.added', allowed: true })).toBe('added a member')
    expect(sayAction({ action: 'member.added', allowed: false })).toBe('was refused: added a member')
    expect(sayAction({ action: 'moon.painted', allowed: true })).toBe('did moon.painted')
  })

  it('says who', () => {
    const names = { 'user:1': 'Ada', 'key:2': 'the key Night watch' }
    expect(['user:1', 'key:2', 'desk', 'user:9', 'key:9'].map((actor) => sayActor(actor, names))).toEqual([
      'Ada',
      'the key Night watch',
      'The desk',
      'Somebody who has left',
      'An API key that is gone',
    ])
  })

  it('says the details that say something', () => {
    const details = {
      role: 'admin',
      scopes: ['a', 'b'],
      quotas: null,
      dropped_months: [],
      sandbox: false,
      more: { n: 1 },
    }
    expect(sayDetails(details)).toEqual(['role: admin', 'scopes: a, b', 'sandbox: false', 'more: {"n":1}'])
  })
})
