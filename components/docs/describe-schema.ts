/** JSON Schema, as the OpenAPI document has it, in words. */

export type Schema = {
  type?: string | string[]
  $ref?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  prefixItems?: Schema[]
  pattern?: string
  format?: string
  default?: unknown
  description?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
}

/** One field: what it is called, what it may be, and what is inside it. */
export type Field = {
  name: string
  required: boolean
  /** `text`, `list of objects`, `id or null`. */
  type: string
  /** `1–120 characters`, `default 50`. */
  limits: string[]
  /** The values it may have, where they can be listed. */
  values: string[]
  description: string
  fields: Field[]
}

/** Deeper than this nobody reads; the OpenAPI document has the rest. */
const MAX_DEPTH = 5

/** Pure: the fields of an object; of a choice between objects, the fields of all of them. */
export function fieldsOf(schema: Schema | undefined, depth = 0): Field[] {
  const inner = schema && bare(schema)
  if (!inner || depth > MAX_DEPTH) return []
  if (inner.items) return fieldsOf(inner.items, depth)

  const choices = inner.anyOf ?? inner.oneOf
  if (choices) return merged(choices.map((choice) => fieldsOf(choice, depth)))
  return Object.entries(inner.properties ?? {}).map(([name, property]) => ({
    name,
    required: inner.required?.includes(name) ?? false,
    type: typeOf(property),
    limits: limitsOf(bare(property)),
    values: valuesOf(bare(property)),
    description: property.description ?? bare(property).description ?? '',
    fields: fieldsOf(property, depth + 1),
  }))
}

/** Pure: `text`, `list of objects`, `time or null`. */
export function typeOf(schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map(typeOf))].join(' or ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.items) return `list of ${plural(typeOf(schema.items))}`
  if (schema.prefixItems) return 'list'
  if (schema.type === 'string') return textType(schema)
  return NAMES[schema.type ?? ''] ?? 'any JSON'
}

const NAMES: Record<string, string> = {
  object: 'object',
  array: 'list',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
}

/** What a text is by the pattern it has to match. */
const PATTERNS: [pattern: string, name: string][] = [
  ['^0[xX][0-9a-fA-F]{40}$', 'address'],
  ['^0x[0-9a-fA-F]{64}$', '32-byte hash'],
  ['^(?:0|[1-9]\\d{0,77})$', 'amount'],
  ['^-?[0-9]+$', 'amount'],
]

function textType({ pattern, format }: Schema): string {
  if (format === 'uuid') return 'id'
  if (format === 'date-time') return 'time'
  if (format === 'uri') return 'URL'
  return PATTERNS.find(([known]) => known === pattern)?.[1] ?? 'text'
}

function plural(type: string): string {
  if (type.includes(' or ')) return `(${type})`
  if (type === 'text' || type === 'any JSON') return type
  return type === 'address' || type === '32-byte hash' ? `${type}es` : `${type}s`
}

function valuesOf(schema: Schema): string[] {
  const values = schema.enum ?? schema.items?.enum ?? []
  return values.filter((value) => value !== null).map(String)
}

function limitsOf(schema: Schema): string[] {
  return [
    range(schema.minLength, schema.maxLength, 'characters'),
    range(schema.minItems, schema.maxItems, 'items'),
    range(schema.minimum ?? above(schema.exclusiveMinimum), schema.maximum, ''),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean)
}

const above = (bound: number | undefined) => (bound === undefined ? undefined : bound + 1)

function range(from: number | undefined, to: number | undefined, unit: string): string {
  // Every whole number of JavaScript is at most this: no limit anybody set.
  const most = to === Number.MAX_SAFE_INTEGER ? undefined : to
  const least = from === Number.MIN_SAFE_INTEGER || from === 0 ? undefined : from
  const words = unit ? ` ${unit}` : ''
  if (least !== undefined && most !== undefined)
    return least === most ? `${most}${words}` : `${say(least)}–${say(most)}${words}`
  if (most !== undefined) return `at most ${say(most)}${words}`
  return least === undefined ? '' : `at least ${say(least)}${words}`
}

const say = (value: number) => value.toLocaleString('en-US').replaceAll(',', ' ')

/** Without the `or null` around it, which its type already says. */
function bare(schema: Schema): Schema {
  const choices = (schema.anyOf ?? schema.oneOf)?.filter(({ type }) => type !== 'null')
  return choices?.length === 1 && choices[0] ? bare({ ...choices[0], ...descriptionOf(schema) }) : schema
}

const descriptionOf = ({ description }: Schema) => (description ? { description } : {})

/** A field some alternatives lack is not required. */
function merged(alternatives: Field[][]): Field[] {
  const withFields = alternatives.filter((fields) => fields.length > 0)
  const names = [...new Set(withFields.flat().map(({ name }) => name))]
  return names.flatMap((name) => {
    const all = withFields.flatMap((fields) => fields.filter((field) => field.name === name))
    const [first] = all
    if (!first) return []
    const types = [...new Set(all.map(({ type }) => type))].join(' or ')
    return [
      { ...first, type: types, required: all.length === withFields.length && all.every(({ required }) => required) },
    ]
  })
}
