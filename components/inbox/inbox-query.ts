import type { ItemStatus } from './types'

type Params = Record<string, string | string[] | undefined>

export const ITEMS_A_PAGE = 30
export const ITEM_STATUSES = ['PENDING', 'RETRYING', 'DELIVERED', 'DEAD'] as const satisfies readonly ItemStatus[]
export const FILTER_NAMES = ['status', 'type', 'from', 'to', 'metadata'] as const
/** What stands in the address, and in the form. */
export type Chosen = Partial<Record<(typeof FILTER_NAMES)[number], string>>

/** Pure: what the address narrows the list to; what is not one of the filters is left out. */
export function toChosen(params: Params): Chosen {
  const entries = FILTER_NAMES.flatMap((name) => {
    const value = params[name]
    return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : []
  })
  return Object.fromEntries(entries)
}

export type InboxQuery = { query: Record<string, string> } | { errors: Chosen }

/** Pure: what the API is asked, with times of the place the browser is in; or what is wrong in which field. */
export function toInboxQuery({ status, type, from, to, metadata }: Chosen): InboxQuery {
  const errors: Chosen = {}
  const query: Record<string, string> = {}
  if (status) query.status = status
  if (type) query.type = type
  for (const [name, text] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!text) continue
    const at = new Date(text)
    if (Number.isNaN(at.getTime())) errors[name] = 'Name a day and a time.'
    else query[name] = at.toISOString()
  }
  if (metadata) {
    const at = metadata.indexOf('=')
    if (at < 1) errors.metadata = 'Write a key and its value, as order_id=order-1042.'
    else query[`metadata.${metadata.slice(0, at).trim()}`] = metadata.slice(at + 1).trim()
  }
  return Object.keys(errors).length > 0 ? { errors } : { query }
}
