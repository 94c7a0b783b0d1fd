import type { TypedData } from '@/components/data/types'

/** One field as the wallet shows it and as a person reads it. */
export type ShownField = {
  /** As in the type, which is what a wallet shows. */
  name: string
  label: string
  kind: 'text' | 'address' | 'hash' | 'time' | 'number'
  /** Exactly what is signed, as text. */
  value: string
}

export type Shown = { title: string | null; main: ShownField[]; message: ShownField[]; domain: ShownField[] }

const LABELS: Record<string, string> = {
  title: 'Title',
  summary: 'Summary',
  challenge: 'Challenge',
  revision: 'Revision',
  mode: 'Mode',
  role: 'Your role',
  party: 'You',
  counterparty: 'Counterparty',
  bond: 'Bond',
  deadlines: 'Deadlines',
  resolution: 'Resolution',
  termsHash: 'Terms',
  initiatorHash: 'First commitment',
  final: 'Final commitment',
  status: 'Status',
  until: 'Until',
  deal: 'Deal',
  outcome: 'Outcome',
  toCreator: 'To the creator',
  toCounterparty: 'To the counterparty',
  nonce: 'Number used once',
  validUntil: 'Valid until',
  receipt: 'Receipt',
  round: 'Round',
  statement: 'Statement',
  score: 'Score',
  confidence: 'Confidence',
  evidenceHash: 'Evidence',
  organization: 'Organization',
  issuer: 'Issuer',
  hash: 'Hash',
}

const DOMAIN_LABELS: Record<string, string> = {
  name: 'Application',
  version: 'Version',
  chainId: 'Network',
  verifyingContract: 'Contract',
}

/** What stands in the short list, when the message has it. */
const MAIN = new Set([
  'summary',
  'outcome',
  'toCreator',
  'toCounterparty',
  'statement',
  'score',
  'confidence',
  'evidenceHash',
  'organization',
  'issuer',
  'counterparty',
  'bond',
  'deadlines',
  'resolution',
  'status',
  'until',
  'final',
  'termsHash',
  'validUntil',
])

/**
 * Every field of the text to sign, in the order of its type, plus those of its domain. Throws when something in it could
 * not be shown: a field that is missing, one the type does not name, or a type that is not plain. Pure.
 */
export function listFields({ types, primaryType, domain, message }: TypedData): Shown {
  const fields = fieldsOf(types[primaryType] ?? fail(primaryType), message, LABELS)
  const isSplit = message.outcome === 'SPLIT'
  return {
    title: fields.find(({ name }) => name === 'title')?.value ?? null,
    main: fields.filter(({ name }) => MAIN.has(name) && (isSplit || !name.startsWith('to'))),
    message: fields,
    domain: fieldsOf(types.EIP712Domain ?? fail('EIP712Domain'), domain, DOMAIN_LABELS),
  }
}

type Values = Record<string, string | number | undefined>

function fieldsOf(
  type: { name: string; type: string }[],
  values: Values,
  labels: Record<string, string>,
): ShownField[] {
  const named = new Set(type.map(({ name }) => name))
  for (const name of Object.keys(values)) if (!named.has(name) && values[name] !== undefined) fail(name)

  return type.map(({ name, type: kind }) => {
    const value = values[name]
    if (value === undefined) return fail(name)
    return { name, label: labels[name] ?? toWords(name), kind: kindOf(name, kind), value: String(value) }
  })
}

function kindOf(name: string, type: string): ShownField['kind'] {
  if (type === 'string') return 'text'
  if (type === 'address') return 'address'
  if (type === 'bytes32') return 'hash'
  if (!/^uint\d{1,3}$/.test(type)) return fail(name)
  return type === 'uint64' && /until$/i.test(name) ? 'time' : 'number'
}

/** `validUntil` → `Valid until`. */
function toWords(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The text holds something that could not be shown. */
export class Unshowable extends Error {
  override name = 'Unshowable'
}

function fail(name: string): never {
  throw new Unshowable(name)
}
