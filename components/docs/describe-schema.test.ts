import { describe, expect, it } from 'vitest'
import { fieldsOf, type Schema, typeOf } from './describe-schema'

describe('types', () => {
  const cases: [Schema, string][] = [
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'uuid' }, 'id'],
    [{ type: 'string', pattern: '^0[xX][0-9a-fA-F]{40}$' }, 'address'],
    [{ type: 'string', pattern: '^(?:0|[1-9]\\d{0,77})$' }, 'amount'],
    [{ type: ['number', 'string'] }, 'number or text'],
    [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'time or null'],
    [{ type: 'array', items: { type: 'object' } }, 'list of objects'],
    [{ type: 'array', items: { type: 'string', pattern: '^0[xX][0-9a-fA-F]{40}$' } }, 'list of addresses'],
    [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }, 'list of (text or whole number)'],
    [{ type: 'string', const: 'counter' }, '"counter"'],
    [{}, 'any JSON'],
  ]
  it.each(cases)('%j is %s', (schema, type) => expect(typeOf(schema)).toBe(type))
})

describe('fields', () => {
  it('say what is required, what the limits are, and what is inside', () => {
    const schema: Schema = {
      type: 'object',
      required: ['title'],
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 120, description: 'Shown to both.' },
        checks: {
          anyOf: [
            {
              type: 'array',
              maxItems: 8,
              items: {
                type: 'object',
                properties: { size: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } },
              },
            },
            { type: 'null' },
          ],
        },
        status: { enum: ['A', 'B'], type: 'string', default: 'A' },
      },
    }
    const none = { limits: [], values: [], description: '', fields: [], required: false }
    expect(fieldsOf(schema)).toEqual([
      {
        ...none,
        name: 'title',
        type: 'text',
        required: true,
        limits: ['1–120 characters'],
        description: 'Shown to both.',
      },
      {
        ...none,
        name: 'checks',
        type: 'list of objects or null',
        limits: ['at most 8 items'],
        fields: [{ ...none, name: 'size', type: 'whole number' }],
      },
      { ...none, name: 'status', type: 'text', values: ['A', 'B'], limits: ['default "A"'] },
    ])
  })

  it('of alternatives are required when all of them say so', () => {
    const one = (name: string): Schema => ({
      properties: { kind: { type: 'string' }, [name]: { type: 'string' } },
      required: ['kind', name],
    })
    const fields = fieldsOf({ oneOf: [one('a'), one('b')] })
    expect(fields.map(({ name, required }) => [name, required])).toEqual([
      ['kind', true],
      ['a', false],
      ['b', false],
    ])
  })

  it('end somewhere, however deep the schema', () => {
    const endless: Schema = { properties: {} }
    endless.properties = { inner: endless }
    expect(JSON.stringify(fieldsOf(endless)).match(/inner/g)?.length).toBe(6)
  })
})
