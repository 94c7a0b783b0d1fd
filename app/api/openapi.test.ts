import { beforeAll, describe, expect, it } from 'vitest'
import { SCOPES_NOW } from '@/components/settings/scope-words'
import { buildOpenapi } from '@/lib/http/openapi'
import { LIMITS } from '@/lib/http/rate-limit'
import { CreateApiKey } from '@/lib/identity/api-key/schemas'
import { unitEnvironment } from '@/test/unit-environment'
import { routes } from './routes'

type Json = Record<string, unknown>
type Operation = {
  operationId: string
  parameters?: { name: string; in: string; required: boolean; schema: Json }[]
  requestBody?: { required: boolean; content: Json }
  responses: Record<string, { description: string; content?: Record<string, { schema?: Json }> }>
  security: Json[]
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json>; securitySchemes: Json }
}

beforeAll(() => unitEnvironment())

const documentOf = (table: Parameters<typeof buildOpenapi>[0]) => buildOpenapi(table) as unknown as Document
const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  )

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refsIn(inner)))
}

describe('the document of this desk', () => {
  const document = documentOf(routes)

  it('has every route under /api/v1, and nothing else', () => {
    const wanted = routes.filter(({ path }) => path.startsWith('/api/v1/'))
    expect(Object.keys(document.paths).sort()).toEqual(wanted.map(({ path }) => path.replace(/:(\w+)/g, '{$1}')).sort())
    expect(document.openapi).toBe('3.1.0')
  })

  it('names every operation once', () => {
    const ids = operationsOf(document).map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('asks keys for the scopes that the settings offer, no more and no fewer', () => {
    const asked = operationsOf(document).flatMap(({ operation }) => operation.security.flatMap(Object.values).flat())
    expect([...new Set(asked)].sort()).toEqual([...SCOPES_NOW].sort())
  })

  it('counts calls for attestations in a group of their own, and a key may have a quota for every group', () => {
    const named = routes.filter(({ path }) => /^\/api\/v1\/(attestation|issuers|schemas)/.test(path))
    const groups = named.flatMap(({ methods }) =>
      Object.values(methods).flatMap((handler) => ('spec' in handler ? [handler.spec.limit] : [])),
    )
    expect(new Set(groups)).toEqual(new Set(['attestations']))
    expect(LIMITS.attestations).toBeGreaterThanOrEqual(100)
    const quotas = Object.fromEntries(Object.keys(LIMITS).map((group) => [group, 1]))
    expect(CreateApiKey.parse({ name: 'k', scopes: ['receipts:read'], quotas }).quotas).toEqual(quotas)
  })

  it('asks for no scope where no key is taken', () => {
    const { paths } = document
    for (const operation of [
      paths['/api/v1/issuers']?.post,
      paths['/api/v1/issuers/{id}']?.delete,
      paths['/api/v1/schemas']?.post,
    ])
      expect(operation).toMatchObject({ security: [{ bearer: [] }], description: expect.stringMatching(/no API key/) })
  })

  it('has a schema behind every reference', () => {
    const names = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`))
    for (const ref of refsIn(document)) expect(names).toContain(ref)
  })

  it('declares the parameters its paths have, and no others', () => {
    for (const { path, operation } of operationsOf(document)) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      expect(inPath, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    }
  })

  it('describes every success but an empty one, and every error as problem+json', () => {
    for (const { path, method, operation } of operationsOf(document)) {
      for (const [status, response] of Object.entries(operation.responses)) {
        const types = Object.keys(response.content ?? {})
        if (Number(status) >= 400) expect(types, `${method} ${path} ${status}`).toEqual(['application/problem+json'])
        else if (status !== '204') expect(types, `${method} ${path} ${status}`).toHaveLength(1)
      }
      expect(Object.keys(operation.responses)).toContain('500')
    }
  })

  it('tells what verbs refuse because of how things stand, beside what a code means elsewhere', () => {
    const told = (status: string, code: string) =>
      operationsOf(document)
        .filter(({ operation }) => operation.responses[status]?.description.includes(code))
        .map(({ path, method }) => `${method} ${path.slice('/api/v1/'.length)}`)
    const notNow = ['post attestations', 'post issuers', 'get receipts/{id}/attestation', 'post inbox/{id}/ack']
    expect(told('409', 'E9004')).toEqual(expect.arrayContaining([...notNow, 'post webhooks', 'post agents']))
    expect(told('404', 'E9008')).toContain('post issuers')
    expect(told('502', 'E2004')).toContain('get rosters/{epoch}')
  })

  it('survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })
})
