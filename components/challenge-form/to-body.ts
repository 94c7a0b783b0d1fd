import type { BondView, NetworkView } from '@/components/data/types'
import { BOUNDS_SECONDS } from '@/lib/challenge/deadlines'
import type { Mode } from '@/lib/challenge/state'
import { parseAmount } from '@/lib/funds/format-amount'
import { readLocalTime } from './local-time'
import { readBond } from './read-bond'
import { readAddress, readCounterparty } from './read-counterparty'
import { type ResolutionBody, readResolution } from './read-resolution'
import {
  type CheckRow,
  checkField,
  counterpartyBy,
  type Errors,
  type FormValues,
  isBonded,
  listedAsset,
  OTHER_TOKEN,
  type Side,
  type SideText,
  strategyOf,
  termField,
} from './values'

/** What the form is read with: the desk's networks and time, the time zone of whoever types, and their own wallets. */
export type Desk = { networks: readonly NetworkView[]; zone: string; own: readonly string[]; now: Date }

type FundsCheckBody = {
  asset_type: 'NATIVE' | 'ERC20'
  token_address?: string
  min_balance: string
  currency_symbol: string
  recheck: CheckRow['recheck']
}

export type RequirementBody = {
  wallet_address?: string
  network: string
  funds_checks: FundsCheckBody[]
  min_wallet_age_days?: number
  min_transactions?: number
}

/** A body of `POST challenges`, and of `PATCH challenges/:id`: every field of the form is in it, null where it is empty. */
export type ChallengeBody = {
  mode: FormValues['mode']
  title: string
  description: string | null
  terms: Record<string, unknown> | null
  documents: { name: string; size: number; sha256: string }[]
  counterparty: string | null
  visibility: FormValues['visibility']
  expires_at: string | null
  resolution_due_at: string | null
  gatekeeper_requirements: { creator: RequirementBody | null; counterparty: RequirementBody | null } | null
  bond: BondView | null
  resolution: ResolutionBody
  enforced_config: { response_timeout_seconds?: number; dispute_timeout_seconds?: number } | null
}

/**
 * Pure: what the form says, as the API takes it, and what stands in its way. Only when there are no errors is the body
 * what the person meant. The desk checks everything again: this only spares the round trip.
 */
export function toBody(values: FormValues, desk: Desk): { body: ChallengeBody; errors: Errors } {
  const errors: Errors = {}
  const isSolo = values.mode === 'SOLO'
  // What is put down in a bonded mode is shown by depositing it.
  const asks = !isBonded(values.mode)
  const creator = asks ? readSide(values.creator, 'creator', desk, errors) : null
  const counterparty = asks && !isSolo ? readSide(values.other, 'other', desk, errors) : null
  const resolution = readResolution(values, desk, errors)
  const body: ChallengeBody = {
    mode: values.mode,
    title: values.title.trim(),
    description: values.description.trim() === '' ? null : values.description,
    terms: readTerms(values, errors),
    documents: values.documents.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    counterparty: isSolo ? null : readNamed(values, desk, errors),
    visibility: values.visibility,
    expires_at: isSolo ? null : readTime(values.acceptBy, 'acceptBy', values.mode, desk, errors),
    resolution_due_at:
      isSolo && resolution.strategy === 'MUTUAL'
        ? null
        : (readTime(values.endBy, 'endBy', values.mode, desk, errors) ?? afterOracle(resolution)),
    gatekeeper_requirements: creator || counterparty ? { creator, counterparty } : null,
    bond: readBond(values, desk, errors),
    resolution,
    enforced_config: values.mode === 'ENFORCED' ? readTimeouts(values, errors) : null,
  }

  if (body.title === '') errors.title = 'Give it a title: it is the first thing the other side reads.'
  if (isSolo && body.title === '') errors.title = 'Give it a title.'
  if (values.mode === 'GATEKEEPER' && !body.gatekeeper_requirements) asksNothing(values, errors)
  if (body.expires_at && body.resolution_due_at && body.resolution_due_at <= body.expires_at) {
    errors.endBy ??= 'This must be later than the time to accept.'
  }
  return { body, errors }
}

/** Gatekeeper is about something to show; unless a line that was begun is wrong, the first amount is what is missing. */
function asksNothing(values: FormValues, errors: Errors): void {
  const isBegun = Object.keys(errors).some((field) => field.startsWith('other.') || field.startsWith('creator.'))
  const [first] = values.other.checks
  if (isBegun) return
  if (first)
    errors[checkField('other', first.id, 'amount')] =
      'Say how much they must show. They never have to say what else they hold.'
  else errors['other.checks'] = 'Ask at least one side to show something, or choose Solo.'
}

function readNamed(values: FormValues, { own }: Desk, errors: Errors): string | null {
  const { counterparty, mode } = values
  if (counterpartyBy(values) === 'link') return null
  if (mode === 'ENFORCED' && counterparty.text.trim() === '') {
    errors.counterparty = 'Enforced is with somebody named: whoever answers late has no excuse. Give their address.'
    return null
  }

  const named = readCounterparty(counterparty.text)
  if (named.kind === 'error') errors.counterparty = named.error
  if (named.kind === 'name' && counterparty.found?.name !== named.name) {
    errors.counterparty = 'Look the name up first, so that you see whose address it is.'
  }
  if (named.kind === 'name' && counterparty.found?.name === named.name && !counterparty.found.confirmed) {
    errors.confirmed = 'Compare the address, and say that it is the one you mean.'
  }
  if (errors.counterparty || errors.confirmed) return null

  const address = named.kind === 'address' ? named.address : (counterparty.found?.address ?? null)
  if (address && own.includes(address)) {
    errors.counterparty = 'That wallet is yours too. The counterparty must be somebody else.'
  }
  return address
}

function readTerms({ terms }: FormValues, errors: Errors): Record<string, unknown> | null {
  const read = new Map<string, unknown>()
  for (const { id, key: typed, value, json } of terms) {
    const key = typed.trim()
    if (key === '' && value.trim() === '') continue
    if (key === '') errors[termField(id, 'key')] = 'Give this term a name.'
    else if (read.has(key)) errors[termField(id, 'key')] = 'There is a term of that name already.'
    read.set(key, json ? readJson(value, termField(id, 'value'), errors) : value)
  }
  return read.size > 0 ? Object.fromEntries(read) : null
}

function readJson(text: string, field: string, errors: Errors): unknown {
  try {
    return JSON.parse(text)
  } catch {
    errors[field] = 'This value came as JSON, and is none any more.'
    return null
  }
}

type TimeField = 'acceptBy' | 'endBy'

const HOUR_MS = 3_600_000

/** Left empty, it ends an hour after the oracle's answer could still come. */
function afterOracle({ oracle }: ResolutionBody): string | null {
  if (!oracle) return null
  return new Date(Date.parse(oracle.not_before) + oracle.max_age_seconds * 1_000 + HOUR_MS).toISOString()
}

function boundsOf(field: TimeField, mode: Mode): { bounds: readonly [number, number]; late: string } {
  if (field === 'endBy') return { bounds: BOUNDS_SECONDS.resolution, late: 'At most a year from now.' }
  return mode === 'ENFORCED'
    ? { bounds: BOUNDS_SECONDS.acceptEnforced, late: 'At most 7 days from now.' }
    : { bounds: BOUNDS_SECONDS.accept, late: 'At most 30 days from now.' }
}

/** What only ENFORCED asks: how long each may take to answer, and how long a dispute may last. */
function readTimeouts(values: FormValues, errors: Errors): ChallengeBody['enforced_config'] {
  const isCommittee = strategyOf(values) === 'COMMITTEE'
  const response = readHours(values.responseHours, [1, 720], 'responseHours', errors)
  const dispute = readHours(values.disputeHours, [isCommittee ? 72 : 1, 720], 'disputeHours', errors)
  if (response === null && dispute === null) return null
  return {
    ...(response === null ? {} : { response_timeout_seconds: response * 3_600 }),
    ...(dispute === null ? {} : { dispute_timeout_seconds: dispute * 3_600 }),
  }
}

function readHours(text: string, [least, most]: [number, number], field: string, errors: Errors): number | null {
  const typed = text.trim()
  if (typed === '') return null
  const hours = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  if (hours < least || hours > most) errors[field] = `A whole number of hours from ${least} to ${most}.`
  return hours
}

function readTime(text: string, field: TimeField, mode: Mode, { zone, now }: Desk, errors: Errors): string | null {
  if (text === '') return null
  const read = readLocalTime(text, zone)
  if ('error' in read) {
    errors[field] = read.error
    return null
  }

  const { bounds, late } = boundsOf(field, mode)
  const seconds = (read.at.getTime() - now.getTime()) / 1000
  if (seconds < 0) errors[field] = 'That time has passed.'
  else if (seconds < bounds[0]) errors[field] = 'At least a minute from now.'
  else if (seconds > bounds[1]) errors[field] = late
  return read.at.toISOString()
}

/** Null when the side is asked nothing. */
function readSide(side: SideText, name: Side, desk: Desk, errors: Errors): RequirementBody | null {
  const days = readCount(side.minAgeDays, 3_650, `${name}.age`, errors)
  const transactions = readCount(side.minTransactions, 1_000_000, `${name}.transactions`, errors)
  const asked = side.checks.filter((check) => side.checks.length > 1 || check.amount.trim() !== '')
  if (asked.length === 0 && days === null && transactions === null) return null

  const network = desk.networks.find((each) => each.chain_id === side.network)
  if (!network) {
    errors[`${name}.network`] = 'This desk does not work on that network any more. Choose another.'
    return null
  }
  return {
    ...readWallet(side.wallet, name, errors),
    network: side.network,
    funds_checks: asked.map((check) => readCheck(check, name, network, errors)),
    ...(days === null ? {} : { min_wallet_age_days: days }),
    ...(transactions === null ? {} : { min_transactions: transactions }),
  }
}

function readWallet(text: string, name: Side, errors: Errors): { wallet_address?: string } {
  if (text.trim() === '') return {}
  const read = readAddress(text)
  if (read.kind === 'address') return { wallet_address: read.address }
  errors[`${name}.wallet`] = read.error
  return {}
}

function readCheck(check: CheckRow, side: Side, network: NetworkView, errors: Errors): FundsCheckBody {
  const field = (part: Parameters<typeof checkField>[2]) => checkField(side, check.id, part)
  const asset = listedAsset(check, network) ?? readOwnToken(check, field, errors)
  const amount = check.amount.trim()
  const parsed = parseAmount(amount, asset.decimals ?? 0)
  if (amount === '') errors[field('amount')] = 'Type an amount, or take this line out.'
  else if (asset.decimals !== null && 'error' in parsed) errors[field('amount')] = parsed.error
  else if ('units' in parsed && parsed.units === 0n) errors[field('amount')] = 'Ask for more than nothing.'

  return {
    asset_type: check.asset === 'NATIVE' ? 'NATIVE' : 'ERC20',
    ...(asset.tokenAddress ? { token_address: asset.tokenAddress } : {}),
    min_balance: 'units' in parsed ? parsed.units.toString() : '0',
    currency_symbol: asset.symbol,
    recheck: check.recheck,
  }
}

type OwnToken = { symbol: string; decimals: number | null; tokenAddress?: string }

/** A token the desk does not list: its address, and how it is written, which the desk can look up. */
function readOwnToken(
  { asset, token, symbol, decimals }: CheckRow,
  field: (part: 'token' | 'symbol' | 'decimals' | 'amount') => string,
  errors: Errors,
): OwnToken {
  const read = readAddress(asset === OTHER_TOKEN ? token : asset)
  const name = symbol.trim()
  if (read.kind === 'error')
    errors[field('token')] = token.trim() === '' ? 'Paste the address of the token.' : read.error
  if (name === '' || name.length > 16) errors[field('symbol')] = 'How is it called, in 1 to 16 characters?'

  const places = /^\d{1,2}$/.test(decimals.trim()) ? Number(decimals) : null
  if (places === null || places > 77) errors[field('decimals')] = 'A whole number, most often 18 or 6.'
  return {
    symbol: name,
    decimals: places !== null && places <= 77 ? places : null,
    ...(read.kind === 'address' ? { tokenAddress: read.address } : {}),
  }
}

function readCount(text: string, most: number, field: string, errors: Errors): number | null {
  const typed = text.trim()
  if (typed === '') return null
  const count = /^\d{1,7}$/.test(typed) ? Number(typed) : 0
  if (count < 1 || count > most) errors[field] = `A whole number from 1 to ${most.toLocaleString('en-US')}.`
  return count
}
