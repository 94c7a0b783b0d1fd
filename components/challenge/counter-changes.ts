import { readLocalTime } from '@/components/challenge-form/local-time'
import type { ChallengeView, NetworkView } from '@/components/data/types'
import type { Requirement } from '@/lib/challenge/draft'
import { formatAmount, parseAmount } from '@/lib/funds/format-amount'

type Side = 'creator' | 'counterparty'

/** What can be changed in place; everything else stays as it is. Times are local text, empty: the usual time. */
export type CounterValues = {
  title: string
  description: string
  amounts: Record<string, string>
  acceptBy: string
  endBy: string
}
export type CounterErrors = Partial<Record<string, string>>

/** One amount that is asked of a side. `name` is its field. */
export type AmountField = { name: string; side: Side; index: number; symbol: string; decimals: number }

/** Pure: the amounts that the terms ask for, as fields. Where the desk does not know the decimals it is whole units. */
export function amountFields(challenge: ChallengeView, networks: readonly NetworkView[]): AmountField[] {
  return (['creator', 'counterparty'] as const).flatMap((side) => {
    const asked = challenge.requirements?.[side] as Requirement | null | undefined
    const assets = networks.find(({ chain_id }) => chain_id === asked?.network)?.assets ?? []
    return (asked?.funds_checks ?? []).map((check, index) => {
      const asset = assets.find(
        ({ asset_type, token_address }) => asset_type === check.asset_type && token_address === check.token_address,
      )
      return {
        name: `${side}.${index}`,
        side,
        index,
        symbol: asset?.symbol ?? `smallest units of ${check.currency_symbol}`,
        decimals: asset?.decimals ?? 0,
      }
    })
  })
}

/** Pure: the form as the present terms have it. */
export function toValues(challenge: ChallengeView, networks: readonly NetworkView[]): CounterValues {
  const amounts = amountFields(challenge, networks).map(({ name, side, index, decimals }) => {
    const check = (challenge.requirements?.[side] as Requirement | null | undefined)?.funds_checks[index]
    return [name, formatAmount(check?.min_balance ?? '0', decimals)]
  })
  return {
    title: challenge.title,
    description: challenge.description ?? '',
    amounts: Object.fromEntries(amounts),
    acceptBy: '',
    endBy: '',
  }
}

/** Pure: only what is different from the present terms, as the API takes it, and what stands in its way. */
export function toChanges(
  challenge: ChallengeView,
  values: CounterValues,
  desk: { networks: readonly NetworkView[]; zone: string; now: Date },
): { changes: Record<string, unknown>; errors: CounterErrors } {
  const errors: CounterErrors = {}
  const changes: Record<string, unknown> = {}
  const title = values.title.trim()
  if (title === '') errors.title = 'It needs a title.'
  if (title !== challenge.title) changes.title = title
  if (values.description !== (challenge.description ?? ''))
    changes.description = values.description.trim() === '' ? null : values.description

  const requirements = changedRequirements(challenge, values, desk.networks, errors)
  if (requirements) changes.gatekeeper_requirements = requirements
  for (const [field, name] of [
    ['acceptBy', 'expires_at'],
    ['endBy', 'resolution_due_at'],
  ] as const) {
    const at = readTime(values[field], desk, field, errors)
    if (at) changes[name] = at
  }
  return { changes, errors }
}

function readTime(text: string, { zone, now }: { zone: string; now: Date }, field: string, errors: CounterErrors) {
  if (text === '') return null
  const read = readLocalTime(text, zone)
  if ('error' in read) {
    errors[field] = read.error
    return null
  }
  if (read.at <= now) errors[field] = 'That has passed already.'
  return read.at.toISOString()
}

function changedRequirements(
  challenge: ChallengeView,
  values: CounterValues,
  networks: readonly NetworkView[],
  errors: CounterErrors,
) {
  let isChanged = false
  const after = structuredClone(challenge.requirements) as Record<Side, Requirement | null> | null
  for (const { name, side, index, decimals } of amountFields(challenge, networks)) {
    const check = after?.[side]?.funds_checks[index]
    const amount = parseAmount(values.amounts[name] ?? '', decimals)
    if ('error' in amount) errors[name] = amount.error
    else if (amount.units === 0n) errors[name] = 'Ask for more than nothing.'
    else if (check && check.min_balance !== amount.units.toString()) {
      check.min_balance = amount.units.toString()
      isChanged = true
    }
  }
  return isChanged ? after : null
}

const FIELDS: Record<string, string> = {
  title: 'title',
  description: 'description',
  expires_at: 'acceptBy',
  resolution_due_at: 'endBy',
}

/** Pure: the desk's refusal beside the fields it names; `rest` belongs to none. */
export function toCounterErrors(refusal: { detail: string; errors: readonly { path: string; message: string }[] }): {
  errors: CounterErrors
  rest: string | null
} {
  const errors: CounterErrors = {}
  for (const { path } of refusal.errors) {
    const [top = '', side = '', , index = ''] = path.replace(/^changes\./, '').split('.')
    const field = top === 'gatekeeper_requirements' && index !== '' ? `${side}.${index}` : FIELDS[top]
    if (field) errors[field] ??= refusal.detail
  }
  return { errors, rest: Object.keys(errors).length > 0 ? null : refusal.detail }
}
