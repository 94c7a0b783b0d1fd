import { describe, expect, it } from 'vitest'
import { covers, isScope, SCOPES } from './scopes'

describe('isScope', () => {
  it.each([...SCOPES, 'billing:production:deploy', 'my-api:staging:rollback', 'a:development:read'])(
    'knows %s',
    (scope) => {
      expect(isScope(scope)).toBe(true)
    },
  )

  it.each([
    '',
    '*',
    'challenges',
    'challenges:',
    'challenges:delete',
    'webhooks:read',
    'billing:live:deploy',
    'Billing:production:deploy',
    'a:b',
    'a:production:b:c',
    '-a:production:b',
  ])('does not know %j', (scope) => {
    expect(isScope(scope)).toBe(false)
  })
})

describe('covers', () => {
  it.each([
    [['challenges:read'], ['challenges:read'], true],
    [['challenges:write'], ['challenges:read'], true],
    [['challenges:write'], ['challenges:read', 'challenges:write'], true],
    [['deployments.create'], ['billing:production:deploy'], true],
    [['billing:production:deploy'], ['billing:production:deploy'], true],
    [['challenges:read'], ['challenges:write'], false],
    [['challenges:write'], ['receipts:read'], false],
    [['billing:production:deploy'], ['billing:staging:deploy'], false],
    [['billing:production:deploy'], ['deployments.create'], false],
    [['deployments.create'], ['challenges:read'], false],
    [['challenges:read'], ['challenges:read', 'receipts:read'], false],
  ])('%j covers %j: %s', (own, wanted, expected) => {
    expect(covers(own, wanted)).toBe(expected)
  })
})
