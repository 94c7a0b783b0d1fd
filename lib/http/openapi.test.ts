import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { unitEnvironment } from '@/test/unit-environment'
import { handlers } from './handlers'
import { buildOpenapi } from './openapi'
import { pageOf } from './page'
import { route } from './route'
import { Amount, Id } from './schemas'

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
function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refsIn(inner)))
}

describe('a route’s part', () => {
  const Thing = z.object({ id: Id, amount: z.bigint(), at: z.date() }).meta({ id: 'Thing' })
  const NewThing = z.strictObject({ amount: Amount, terms: z.record(z.string(), z.json()).optional() })
  const document = documentOf([
    {
      path: '/api/v1/things/:id/parts',
      methods: handlers({
        GET: route(
          {
            summary: 'Parts',
            limit: 'reads',
            params: z.object({ id: Id }),
            query: z.object({ kind: z.string().optional() }),
            answer: pageOf(Thing),
            notFound: 'E3010',
          },
          () => ({}),
        ),
        POST: route(
          {
            summary: 'Add a part',
            limit: 'challenges',
            params: z.object({ id: Id }),
            body: NewThing,
            answer: Thing,
            status: 201,
            idempotent: true,
            errors: ['E3014', ['E9004', 409]],
            auth: 'optional',
          },
          () => ({}),
        ),
      }),
    },
    { path: '/api/health', methods: handlers({}) },
  ])
  const { get, post } = document.paths['/api/v1/things/{id}/parts'] as { get: Operation; post: Operation }

  it('says what comes in', () => {
    expect(get.parameters?.map(({ name, in: where, required }) => [name, where, required])).toEqual([
      ['id', 'path', true],
      ['kind', 'query', false],
    ])
    expect(post.parameters?.map(({ name }) => name)).toEqual(['id', 'Idempotency-Key', 'X-Organization'])
    expect(post.requestBody?.required).toBe(true)
    expect(post.requestBody?.content).toMatchObject({
      'application/json': {
        schema: { required: ['amount'], additionalProperties: false, properties: { amount: { type: 'string' } } },
      },
    })
  })

  it('says what goes out, amounts and times as they are written', () => {
    expect(refsIn(post.responses['201'])).toEqual(['#/components/schemas/Thing'])
    expect(document.components.schemas.Thing).toMatchObject({
      properties: { amount: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
    })
    expect(refsIn(get.responses['200'])).toEqual(['#/components/schemas/Thing'])
  })

  it('says what can go wrong', () => {
    expect(Object.keys(post.responses)).toEqual(
      ['201', '401', '403', '404', '409', '413', '415', '422', '429', '500', '503', '400'].sort(),
    )
    expect(post.responses['409']?.description).toMatch(/E9009 .* · E3014 .* · E9004 /)
    expect(post.responses['422']?.description).toBe('E9009 Idempotency conflict')
    expect(get.responses['404']?.description).toContain('E3010')
  })

  it('says who may call', () => {
    expect([get.security, post.security]).toEqual([[{ bearer: [] }], [{ bearer: [] }, {}]])
  })
})
