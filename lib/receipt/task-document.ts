import { AppError, type FieldError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { jcs } from '@/lib/proof/jcs'
import { type Receipt, receiptId, type TaskReceipt } from '@/lib/proof/receipt'
import { partyKeyOf } from './party-key'

/** What a document has to say besides its own form. */
export type TaskRules = { now: Date; k: number; m: number }

/** The most characters a receipt of a task may have as canonical JSON: bundles and pages carry it whole. */
const MAX_LENGTH = 65_536
const MAX_SUBJECT = 200
const MAX_INTENT_TYPE = 200
const MAX_AMOUNTS = 16
/** How far a receipt's own time may be from the desk's. */
const CLOCK_SKEW_MS = 10 * 60_000

/** Pure: what a document is found by. E9004 for one that has no canonical JSON: of a number beyond all bounds, or half a letter. */
export function requireId(receipt: Receipt): Hex {
  try {
    return receiptId(receipt)
  } catch {
    throw refuse([
      ['receipt', 'The receipt has no canonical JSON (RFC 8785): a number or a text in it cannot be written.'],
    ])
  }
}

/**
 * Pure: the document as a task's that a committee is to judge (domain §5). E9004 naming each field that is wrong; E3024 when
 * both sides are one.
 */
export function requireTask(receipt: Receipt, rules: TaskRules): TaskReceipt {
  if (receipt.kind !== 'task') {
    throw refuse([['receipt.kind', 'Only receipts of tasks are posted; a challenge’s is made when it ends.']])
  }
  const wrong = RULES.flatMap(([path, holds, message]): [string, string][] =>
    holds(receipt, rules) ? [] : [[path, message]],
  )
  if (wrong.length > 0) throw refuse(wrong)

  const { client_did, agent_did } = receipt.task
  if (partyKeyOf(client_did) === partyKeyOf(agent_did)) throw sameParty()
  return receipt
}

export function sameParty(): AppError {
  return new AppError('E3024', 'Client and provider are the same party: nobody works for themselves here.')
}

type Rule = readonly [path: string, holds: (receipt: TaskReceipt, rules: TaskRules) => boolean, message: string]

const RULES: readonly Rule[] = [
  ['receipt', (r) => jcs(r).length <= MAX_LENGTH, `The receipt has more than ${MAX_LENGTH} characters.`],
  ['receipt.subject', (r) => r.subject.length <= MAX_SUBJECT, `Name the task in at most ${MAX_SUBJECT} characters.`],
  [
    'receipt.parties',
    (r) =>
      r.parties.length === 2 && didOf(r, 'client') === r.task.client_did && didOf(r, 'provider') === r.task.agent_did,
    'Name exactly one client, task.client_did, and one provider, task.agent_did.',
  ],
  [
    'receipt.quorum',
    ({ quorum }, { k, m }) => quorum.kind === 'committee' && quorum.k === k && quorum.m === m,
    'The quorum of a task is { kind: "committee", k, m } with this desk’s k and m.',
  ],
  ['receipt.outcome', (r) => r.outcome === null, 'A task has no outcome of a challenge: null.'],
  ['receipt.split', (r) => !r.split, 'A task is not split: false.'],
  ['receipt.case', (r) => r.case === null, 'A task has no case: null.'],
  ['receipt.log', (r) => r.log === null, 'A task has no log: null.'],
  ['receipt.mode', (r) => r.mode === null, 'A task has no mode: null.'],
  ['receipt.commitments', (r) => r.commitments === null, 'A task has no intents: null.'],
  ['receipt.funds_proofs', (r) => r.funds_proofs.length === 0, 'A task has no funds proofs: [].'],
  [
    'receipt.task.intent_type',
    ({ task }) => task.intent_type.length <= MAX_INTENT_TYPE,
    `Say what kind of task it was in at most ${MAX_INTENT_TYPE} characters.`,
  ],
  ['receipt.amounts', (r) => r.amounts.length <= MAX_AMOUNTS, `A receipt has at most ${MAX_AMOUNTS} amounts.`],
  [
    'receipt.amounts',
    (r) => r.amounts.every(({ did }) => did === r.task.client_did || did === r.task.agent_did),
    'Amounts go to client and provider only.',
  ],
  [
    'receipt.issued_at',
    (r, { now }) => Math.abs(new Date(r.issued_at).getTime() - now.getTime()) <= CLOCK_SKEW_MS,
    'issued_at is more than ten minutes from this desk’s time.',
  ],
]

function didOf({ parties }: TaskReceipt, role: string): string | null {
  const named = parties.filter((party) => party.role === role)
  return named.length === 1 ? (named[0]?.did ?? null) : null
}

function refuse(wrong: [string, string][]): AppError {
  const fields: FieldError[] = wrong.map(([path, message]) => ({ path, message }))
  return new AppError('E9004', wrong.map(([, message]) => message).join(' '), { fields })
}
