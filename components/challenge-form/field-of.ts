import type { FieldError } from '@/lib/errors'
import { checkField, type Errors, type FormValues, type Side, termField } from './values'

/** What the desk refused: a code, its sentence, and the fields it named. */
export type Refusal = { code: string; detail: string; errors: readonly FieldError[] }

/** Where a refusal that names no field belongs. */
const FIELD_OF_CODE: Record<string, string> = {
  E1001: 'counterparty',
  E3001: 'mode',
  E3002: 'mode',
  E3003: 'bond.creator',
  E3004: 'endBy',
  E3022: 'other.checks',
  E3023: 'counterparty',
  E3024: 'counterparty',
  E2008: 'creator.wallet',
  E4003: 'bond.creator',
  E4004: 'resolution.strategy',
  E4001: 'resolution.feed',
  E4002: 'resolution.feed',
  E9010: 'mode',
}

const PLAIN: Record<string, string> = {
  mode: 'mode',
  title: 'title',
  description: 'description',
  counterparty: 'counterparty',
  visibility: 'visibility',
  expires_at: 'acceptBy',
  resolution_due_at: 'endBy',
  terms: 'terms',
  documents: 'documents',
  gatekeeper_requirements: 'other.checks',
}

const BOND_FIELDS: Record<string, string> = {
  network: 'network',
  token_address: 'asset',
  creator: 'creator',
  counterparty: 'counterparty',
  creator_base: 'creatorBase',
  counterparty_base: 'counterpartyBase',
}
const RESOLUTION_FIELDS: Record<string, string> = {
  strategy: 'strategy',
  moderator: 'moderator',
  feed: 'feed',
  comparator: 'comparator',
  threshold: 'threshold',
  not_before: 'notBefore',
  max_age_seconds: 'maxAgeHours',
  k: 'seats',
  m: 'seats',
  struck: 'struck',
}
const TIMEOUT_FIELDS: Record<string, string> = {
  accept_timeout_seconds: 'acceptBy',
  response_timeout_seconds: 'responseHours',
  dispute_timeout_seconds: 'disputeHours',
}

const SIDES: Record<string, Side> = { creator: 'creator', counterparty: 'other' }
const PARTS: Record<string, 'amount' | 'token' | 'symbol'> = {
  min_balance: 'amount',
  token_address: 'token',
  asset_type: 'token',
  currency_symbol: 'symbol',
}
const SIDE_FIELDS: Record<string, string> = {
  network: 'network',
  wallet_address: 'wallet',
  min_wallet_age_days: 'age',
  min_transactions: 'transactions',
  funds_checks: 'checks',
}

/** Pure: the desk's refusal as sentences beside fields, and what belongs to no field. */
export function toFieldErrors(refusal: Refusal, values: FormValues): { errors: Errors; rest: string[] } {
  const errors: Errors = {}
  const rest: string[] = []
  for (const { path, message } of refusal.errors) {
    const field = fieldOfPath(path, values)
    if (field) errors[field] ??= refusal.errors.length === 1 && isBare(message) ? refusal.detail : message
    else rest.push(message)
  }
  if (refusal.errors.length > 0) return { errors, rest }

  const field = fieldOfCode(refusal.code, values)
  return field ? { errors: { [field]: refusal.detail }, rest } : { errors, rest: [refusal.detail] }
}

/** A few words that only make sense after the sentence they came with. */
function isBare(message: string): boolean {
  return !/[.!?]$/.test(message)
}

function fieldOfCode(code: string, values: FormValues): string | null {
  const field = FIELD_OF_CODE[code] ?? null
  return field === 'other.checks' ? firstAmount('other', values) : field
}

/** Pure: the field of the form that a path of the body (`gatekeeper_requirements.counterparty.network`) came from. */
export function fieldOfPath(path: string, values: FormValues): string | null {
  const [top = '', second = '', third = '', index = '', part = ''] = path.split('.')
  if (top === 'terms' && second !== '') return fieldOfTerm(path.slice('terms.'.length), values)

  if (top === 'bond') return `bond.${BOND_FIELDS[second] ?? 'network'}`
  if (top === 'resolution') return `resolution.${RESOLUTION_FIELDS[third] ?? RESOLUTION_FIELDS[second] ?? 'strategy'}`
  if (top === 'enforced_config' || TIMEOUT_FIELDS[top]) return TIMEOUT_FIELDS[second] ?? TIMEOUT_FIELDS[top] ?? 'endBy'

  const side = SIDES[second]
  if (top !== 'gatekeeper_requirements' || !side) return PLAIN[top] ?? null
  if (third !== 'funds_checks' || index === '') return `${side}.${SIDE_FIELDS[third] ?? 'checks'}`

  const check = sentChecks(side, values)[Number(index)]
  return check ? checkField(side, check.id, PARTS[part] ?? 'amount') : `${side}.checks`
}

/** The lines that are in the body: a single one that is left empty is not. */
function sentChecks(side: Side, values: FormValues) {
  const { checks } = values[side]
  return checks.filter((check) => checks.length > 1 || check.amount.trim() !== '')
}

function fieldOfTerm(rest: string, { terms }: FormValues): string {
  // Names may hold dots themselves.
  const row = terms.find(({ key }) => rest === key.trim() || rest.startsWith(`${key.trim()}.`))
  return row ? termField(row.id, 'value') : 'terms'
}

function firstAmount(side: Side, values: FormValues): string {
  const [first] = values[side].checks
  return first ? checkField(side, first.id, 'amount') : `${side}.checks`
}
