import { createHash } from 'node:crypto'
import { z } from 'zod'

type Json = Record<string, unknown>
type Io = 'input' | 'output'

/**
 * JSON Schema of a zod schema. Schemas that name themselves (`.meta({ id })`) move to components, what comes in as
 * `<id>Input`; those zod had to name itself (recursive ones) get a name by their content.
 */
export function toSchema(schema: z.ZodType, io: Io, schemas: Json): Json {
  const {
    $schema: _,
    $defs = {},
    ...json
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: representOurs }) as Json
  const definitions = Object.entries($defs as Json)
  const names = new Map(definitions.map(([id, definition]) => [id, nameOf(id, io, definition)]))

  for (const [id, definition] of definitions) schemas[nameOf(id, io, definition)] = rename(definition, names)
  return rename(json, names) as Json
}

function nameOf(id: string, io: Io, definition: unknown): string {
  if (!id.startsWith('__schema')) return io === 'output' ? id : `${id}Input`

  const text = JSON.stringify(definition)
  return `Shared${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}

function rename(value: unknown, names: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' ? reference(String(inner), names) : rename(inner, names),
    ]),
  )
}

function reference(ref: string, names: Map<string, string>): string {
  const id = ref.replace(/^#\/\$defs\//, '')
  return `#/components/schemas/${names.get(id) ?? id}`
}

/** lib/http/json.ts writes bigints as decimal text and Dates as RFC 3339. */
function representOurs({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes
  jsonSchema: z.core.JSONSchema.BaseSchema
}): void {
  const { type } = zodSchema._zod.def
  if (type === 'bigint') Object.assign(jsonSchema, { type: 'string', pattern: '^-?[0-9]+$' })
  if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
}
