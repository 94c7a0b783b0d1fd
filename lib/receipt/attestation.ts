import type { Hex } from '@/lib/proof/hash'
import type { StatementFamily } from '@/lib/proof/statement'
import type { Domain, StatementMessage } from '@/lib/proof/typed-data'

/** What the client or a member may say of a task (domain §5). The sides' own COUNTERSIGNED is not said here. */
export const JUDGEMENTS = ['ACCEPTED', 'REJECTED', 'AUDIT_PASS', 'AUDIT_FAIL', 'SAFETY_PASS', 'SAFETY_FAIL'] as const
export type Judgement = (typeof JUDGEMENTS)[number]

export type JudgeRole = 'client' | 'member'

/** A task's receipt as far as judging needs it. */
export type JudgedTask = {
  id: Hex
  status: string
  visibility: 'link' | 'public' | 'parties'
  /** The keys of both sides (party-key.ts). */
  parties: string[]
  clientDid: string
  providerDid: string
  clientUserId: string | null
  providerUserId: string | null
  /** The round whose members are asked now, and 1 once an appeal was opened. */
  round: number
  trial: number
  /** How many passes it takes, as far as that is known before a committee sits. */
  needed: number
  /** That round's committee; null while none sits. */
  committee: { state: string; k: number; m: number; dueAt: Date | null } | null
  /** The round's members. */
  seats: Hex[]
}

/** One of the names a caller can sign with: a wallet of theirs, or an agent. */
export type Identity = { did: string; member: Hex }

/** A signed statement as it is kept: also the one both sides made when they handed the receipt in. */
export type ReceiptStatement = {
  id: string
  receiptId: Hex
  round: number
  trial: number
  role: JudgeRole | 'provider'
  /** A DID. */
  signer: string
  /** The address a member sits with; null for the sides. */
  member: Hex | null
  family: StatementFamily
  type: Judgement | 'COUNTERSIGNED'
  /** Times 10 000. */
  score: number | null
  confidence: number | null
  evidenceHash: Hex | null
  evidenceRef: string | null
  domain: Domain
  message: StatementMessage
  signature: Hex
  /** sha256 of the signature's bytes. */
  hash: Hex
  createdAt: Date
}

const SCALE = 10_000

/** Pure: a statement as it is answered. */
export function toStatementAnswer(statement: ReceiptStatement) {
  const { score, confidence } = statement
  return {
    id: statement.id,
    type: statement.type,
    role: statement.role,
    signer: statement.signer,
    member: statement.member,
    round: statement.round,
    trial: statement.trial,
    score: score === null ? null : score / SCALE,
    confidence: confidence === null ? null : confidence / SCALE,
    evidence_hash: statement.evidenceHash,
    evidence_ref: statement.evidenceRef,
    domain: statement.domain,
    message: statement.message,
    signature: statement.signature,
    hash: statement.hash,
    created_at: statement.createdAt,
  }
}

/** Pure: the same for everybody: where evidence lies is text that somebody wrote (decision 0027). */
export function toPublicStatement(statement: ReceiptStatement) {
  return toStatementAnswer({ ...statement, evidenceRef: null })
}
