import { expect, it } from 'vitest'
import { loggablePath } from './loggable-path'

it.each([
  ['/api/v1/invites/AaH7rV4OcFy3H0E85xJPZw', '/api/v1/invites/[redacted]'],
  ['/api/v1/invites/AaH7rV4OcFy3H0E85xJPZw/more', '/api/v1/invites/[redacted]/more'],
  ['/api/v1/notifications/unsubscribe/AaH7rV4OcFy3H0E85xJPZw', '/api/v1/notifications/unsubscribe/[redacted]'],
  [
    '/api/v1/challenges/0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10',
    '/api/v1/challenges/0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10',
  ],
])('%s is logged as %s', (path, logged) => {
  expect(loggablePath(path)).toBe(logged)
})
