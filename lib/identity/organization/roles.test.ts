import { describe, expect, it } from 'vitest'
import { ROLES } from '../schemas'
import { canManage, mayAssign } from './roles'

describe('roles', () => {
  it('lets owners and admins manage members', () => {
    expect(ROLES.filter(canManage)).toEqual(['owner', 'admin'])
  })

  it.each([
    ['owner', ['owner', 'admin', 'issuer', 'member', 'reader']],
    ['admin', ['issuer', 'member', 'reader']],
    ['issuer', []],
    ['member', []],
    ['reader', []],
  ] as const)('%s may assign %j', (actor, expected) => {
    expect(ROLES.filter((role) => mayAssign(actor, role))).toEqual(expected)
  })
})
