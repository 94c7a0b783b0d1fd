import { readField } from './read-field'
import { COLUMNS, type Column, type ItemDraft } from './types'
import type { SchemaView } from './views'

/** What somebody types about one attestation. `schema`: the uid of another than the desk’s own; `data`: its fields. */
export type Typed = Record<Column, string> & { schema: string; data: string; revocable: boolean }

export const NOTHING: Typed = {
  recipient: '',
  integra_hash: '',
  token_id: '',
  capabilities: '',
  expiration_time: '',
  schema: '',
  data: '',
  revocable: true,
}

/** One attestation under a schema of other fields. */
type OtherDraft = Pick<ItemDraft, 'recipient' | 'expiration_time'> & { data: string }
export type IssueErrors = Partial<Record<Column | 'data', string>>
type Read = { item: ItemDraft | OtherDraft } | { errors: IssueErrors }

const CAPABILITY = 'bytes32 integraHash,uint256 tokenId,string[] capabilities'
const MOST_DATA = 2 + 2 * 8_192

/** Pure: whether a schema’s fields are those of a capability, which the desk encodes. */
export function isCapability({ definition }: Pick<SchemaView, 'definition'>): boolean {
  return (
    definition
      .replace(/\s*,\s*/g, ',')
      .replace(/\s+/g, ' ')
      .trim() === CAPABILITY
  )
}

/** Pure: the fields that are typed for a schema. */
export function columnsOf(schema: SchemaView | null): readonly Column[] {
  return schema === null || isCapability(schema) ? COLUMNS : ['recipient', 'expiration_time']
}

/** Pure: what is sent for what was typed, or what is wrong with it. */
export function readIssue(typed: Typed, schema: SchemaView | null, now: Date): Read {
  const errors: IssueErrors = {}
  const item: Partial<ItemDraft> & { data?: string } = {}
  const columns = columnsOf(schema)
  for (const column of columns) {
    const field = readField(column, typed[column], now)
    if ('fault' in field) errors[column] = field.fault
    else Object.assign(item, field.value)
  }
  if (columns !== COLUMNS) {
    const data = typed.data.trim().toLowerCase()
    if (/^0x(?:[0-9a-f]{2})*$/.test(data) && data.length <= MOST_DATA) item.data = data
    else errors.data = 'Give the encoded fields as 0x and pairs of hexadecimal digits, at most 8 192 bytes.'
  }
  return Object.keys(errors).length > 0 ? { errors } : { item: item as ItemDraft | OtherDraft }
}
