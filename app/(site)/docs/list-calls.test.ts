import { expect, it } from 'vitest'
import type { RouteEntry } from '@/lib/http/spec'
import { groupsOf, listCalls, nameOfGroup } from './list-calls'

const said = (summary: string) => Object.assign(() => new Response(), { spec: { summary } })
const unsaid = () => new Response()

it('lists what says of itself what it is, by noun', () => {
  const routes = [
    { path: '/api/health', methods: { GET: said('How the desk is'), POST: unsaid } },
    { path: '/api/well-known/countersign', methods: { GET: said('Keys') } },
    { path: '/api/v1/challenges/:id/send', methods: { POST: said('Send'), GET: unsaid } },
    { path: '/api/v1/openapi.json', methods: { GET: said('This document') } },
  ] as unknown as RouteEntry[]

  expect(listCalls(routes)).toEqual([
    { method: 'GET', path: '/api/health', summary: 'How the desk is', group: 'desk' },
    { method: 'GET', path: '/.well-known/countersign.json', summary: 'Keys', group: 'desk' },
    { method: 'POST', path: '/api/v1/challenges/:id/send', summary: 'Send', group: 'challenges' },
    { method: 'GET', path: '/api/v1/openapi.json', summary: 'This document', group: 'desk' },
  ])
})

it('orders the groups as they are met, new ones last, the desk’s own left out', () => {
  const routes = [
    '/api/health',
    '/api/v1/zebras',
    '/api/v1/challenges',
    '/api/v1/agents',
    '/api/v1/wallet/challenge',
  ].map((path) => ({ path, methods: { GET: said('x') } })) as unknown as RouteEntry[]
  expect(groupsOf(routes)).toEqual(['wallet', 'challenges', 'agents', 'zebras'])
})

it.each([
  ['api-keys', 'API keys'],
  ['challenges', 'Challenges'],
  ['me', 'Your account'],
])('names %s %s', (group, name) => expect(nameOfGroup(group)).toBe(name))
