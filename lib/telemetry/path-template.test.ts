import { expect, it } from 'vitest'
import { shownPath, templateOf } from './path-template'

it.each([
  ['/api/v1/me', {}, '/api/v1/me'],
  ['/api/v1/challenges/0192/send', { id: '0192' }, '/api/v1/challenges/:id/send'],
  ['/api/v1/cases/0xab/evidence/7', { id: '0xab', evidence: '7' }, '/api/v1/cases/:id/evidence/:evidence'],
  ['/api/v1/organizations/7/members/7', { id: '7', user: '7' }, '/api/v1/organizations/:id/members/:user'],
  ['/api/v1/challenges/challenges', { id: 'challenges' }, '/api/v1/challenges/:id'],
  ['/api/v1/documents/a%20b', { sha256: 'a b' }, '/api/v1/documents/:sha256'],
  ['/api/v1/documents/%E0%A4%A', { sha256: '%E0%A4%A' }, '/api/v1/documents/:sha256'],
  // Hono decodes the good escapes of a broken one; the name must not be the caller's.
  ['/api/v1/ops/jobs/hunter2%zz%31', { id: 'hunter2%zz1' }, '/:unmatched'],
  ['/api/v1/me/', { lost: 'x' }, '/:unmatched'],
])('%s with %o is %s', (path, params, template) => expect(templateOf(path, params)).toBe(template))

it.each([
  [
    '/api/v1/challenges/0192f0a1-0000-7000-8000-000000000001/send',
    { id: '0192f0a1-0000-7000-8000-000000000001' },
    null,
  ],
  [`/api/v1/receipts/0x${'a'.repeat(64)}`, { id: `0x${'a'.repeat(64)}` }, null],
  ['/api/v1/challenges/hunter2', { id: 'hunter2' }, '/api/v1/challenges/:id'],
  ['/api/v1/challenges/hunter2%zz%31', { id: 'hunter2%zz1' }, '/:unmatched'],
  ['/api/v1/invites/1234', { token: '1234' }, '/api/v1/invites/:token'],
])('%s with %o is shown as %s', (path, params, shown) => expect(shownPath(path, params)).toBe(shown ?? path))
