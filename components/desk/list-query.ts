import { RECEIPT_STATUSES } from '@/components/receipt/say-status'
import { MODES, STATUSES } from '@/lib/challenge/state'

/** What stands in the address of a page, as Next gives it. */
export type SearchParams = Record<string, string | string[] | undefined>

export type ListFilter = {
  /** What the form shows. */
  chosen: Record<string, string>
  /** What the API is asked. */
  query: Record<string, string>
  cursor: string | null
}

const PAGE = '30'
export const CHALLENGE_STATUSES = ['waiting', 'open', ...STATUSES] as const
export const ROLE_NAMES = ['creator', 'counterparty'] as const
export const RECEIPT_KINDS = ['task', 'challenge'] as const

/** Pure: the filter of `/challenges` in its address; what is not one is left out. */
export function toChallengeFilter(params: SearchParams): ListFilter {
  const status = oneOf(CHALLENGE_STATUSES, params.status)
  const mode = oneOf(MODES, params.mode)
  const role = oneOf(ROLE_NAMES, params.role)
  const narrowed = status === 'waiting' || status === 'open' ? { [status]: 'true' } : { status }
  return {
    chosen: known({ status, mode, role }),
    query: known({ ...narrowed, mode, role, limit: PAGE }),
    cursor: textOf(params.cursor),
  }
}

/** Pure: the filter of `/receipts` in its address. Nobody has receipts of their own without signing in. */
export function toReceiptFilter(params: SearchParams, isSomebody: boolean): ListFilter {
  const whose = isSomebody ? oneOf(['everybody'], params.whose) : undefined
  const kind = oneOf(RECEIPT_KINDS, params.kind)
  const status = oneOf(RECEIPT_STATUSES, params.status)
  return {
    chosen: known({ whose, kind, status }),
    query: known({ mine: isSomebody && !whose ? 'true' : undefined, kind, status, limit: PAGE }),
    cursor: textOf(params.cursor),
  }
}

/** Pure: the address of a list narrowed like this, from `cursor` on. */
export function listHref(path: string, chosen: Record<string, string>, cursor?: string | null): string {
  const query = new URLSearchParams({ ...chosen, ...(cursor ? { cursor } : {}) }).toString()
  return query ? `${path}?${query}` : path
}

function oneOf<T extends string>(list: readonly T[], value: string | string[] | undefined): T | undefined {
  return list.find((item) => item === value)
}

function known(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

const textOf = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : null)
