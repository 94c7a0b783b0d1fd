import { expect, it } from 'vitest'
import { SCOPES } from '@/lib/identity/api-key/scopes'
import { SCOPES_LATER, SCOPES_NOW, sayScope } from './scope-words'

it('has words for every scope there is, and for no other', () => {
  expect([...SCOPES_NOW, ...SCOPES_LATER].sort()).toEqual([...SCOPES].sort())
  for (const scope of SCOPES) expect(sayScope(scope)).not.toBe(scope)
})

it('names a service’s own scope as it is', () => {
  expect(sayScope('shop:production:deploy')).toBe('shop:production:deploy')
  expect(sayScope('toString')).toBe('toString')
})
