import { type Field, fieldsOf, type Schema, typeOf } from './describe-schema'

type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: Schema
}
type Content = Record<string, { schema?: Schema }>
type Operation = {
  operationId: string
  summary: string
  description?: string
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
  security: Record<string, string[]>[]
}
type Document = { paths: Record<string, Record<string, Operation>> }

/** One call of the API as its page shows it. */
export type CallDoc = {
  id: string
  method: string
  path: string
  summary: string
  description: string
  /** Who may call: nobody needs to sign in, one may, or one must. */
  caller: 'nobody' | 'anybody' | 'somebody'
  /** What an API key must be allowed; null when any key, or none, may call. */
  scope: string | null
  parameters: { place: Parameter['in']; field: Field }[]
  body: { mediaType: string; fields: Field[] } | null
  answer: { status: number; mediaType: string | null; type: string | null; fields: Field[] }
  /** Codes of errors, those every call can have left out. */
  errors: string[]
}

/** What can happen to any call, said once. */
export const EVERYWHERE = ['E9001', 'E9002', 'E9003', 'E9004', 'E9005', 'E9006', 'E9007', 'E9009', 'E9012', 'E9013']

/** Pure: every call of an OpenAPI document, in its order. */
export function describeApi(document: unknown): CallDoc[] {
  return Object.entries((document as Document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describeCall(method.toUpperCase(), path, operation)),
  )
}

function describeCall(method: string, path: string, operation: Operation): CallDoc {
  const body = Object.entries(operation.requestBody?.content ?? {})[0]
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    description: operation.description ?? '',
    ...callerOf(operation.security),
    parameters: (operation.parameters ?? []).map(toParameter),
    body: body ? { mediaType: body[0], fields: fieldsOf(body[1].schema) } : null,
    answer: answerOf(operation),
    errors: errorsOf(operation).filter((code) => !EVERYWHERE.includes(code)),
  }
}

function callerOf(security: Operation['security']): Pick<CallDoc, 'caller' | 'scope'> {
  const scope = security.flatMap((way) => way.bearer ?? [])[0] ?? null
  if (security.length === 0) return { caller: 'nobody', scope }
  return { caller: security.some((way) => Object.keys(way).length === 0) ? 'anybody' : 'somebody', scope }
}

function toParameter({ name, in: place, required, description, schema }: Parameter): CallDoc['parameters'][number] {
  const [field] = fieldsOf({ properties: { [name]: schema }, required: required ? [name] : [] })
  if (!field) throw new Error(`The parameter ${name} has no schema`)
  return { place, field: { ...field, description: description ?? field.description } }
}

function answerOf({ responses }: Operation): CallDoc['answer'] {
  const [status = '200', response] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? []
  const [mediaType = null, content] = Object.entries(response?.content ?? {})[0] ?? []
  const schema = content?.schema
  return { status: Number(status), mediaType, type: schema ? typeOf(schema) : null, fields: fieldsOf(schema) }
}

function errorsOf({ responses }: Operation): string[] {
  const codes = Object.values(responses).flatMap(({ description }) => description.match(/\bE\d{4}\b/g) ?? [])
  return [...new Set(codes)].sort()
}
