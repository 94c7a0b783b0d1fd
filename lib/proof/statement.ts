import { parseDid } from './did'
import { verifyDidKey } from './did-key'
import { type Hex, ZERO_HASH } from './hash'
import { jcsBytes } from './jcs'
import type { Recover } from './signature'
import { type Domain, digestOf, domainFor, type StatementMessage } from './typed-data'

/** What can be stated of a receipt, and the family each belongs to: of a family a signer says one thing. */
export const FAMILIES = {
  COUNTERSIGNED: 'SIGNED',
  ACCEPTED: 'OUTCOME',
  REJECTED: 'OUTCOME',
  AUDIT_PASS: 'AUDIT',
  AUDIT_FAIL: 'AUDIT',
  SAFETY_PASS: 'SAFETY',
  SAFETY_FAIL: 'SAFETY',
} as const
export type StatementType = keyof typeof FAMILIES
export type StatementFamily = (typeof FAMILIES)[StatementType]

/** A score or confidence of 1, as it is signed. */
export const FULL_SCORE = 10_000

type NewStatement = {
  /** The receipt's id. */
  receipt: Hex
  round: number
  statement: StatementType
  /** Times 10 000, as signed; left out when absent. */
  score?: number | undefined
  confidence?: number | undefined
  evidenceHash?: Hex | undefined
}

export type SignedStatement = { did: string; domain: Domain; message: StatementMessage; signature: string }

export function isStatementType(statement: string): statement is StatementType {
  return Object.hasOwn(FAMILIES, statement)
}

/** The title of every ReceiptStatement: it must name the statement it signs, or the signer was shown something else. */
export function statementTitle(statement: string): string {
  return `Countersign: ${statement} for a receipt`
}

/** The message to sign. Without a score, confidence or evidence those fields are left out or zero (formats.md). */
export function buildStatement({ receipt, round, statement, score, confidence, evidenceHash }: NewStatement) {
  return {
    title: statementTitle(statement),
    receipt,
    round,
    statement,
    ...(score === undefined ? {} : { score }),
    ...(confidence === undefined ? {} : { confidence }),
    evidenceHash: evidenceHash ?? ZERO_HASH,
  } satisfies StatementMessage
}

/** The domain a DID signs statements in: the chain of its wallet; a did:key has none and takes the anchor chain. */
export function statementDomain(did: string, anchorChain: number): Domain {
  return domainFor(parseDid(did)?.chainId ?? anchorChain)
}

/** The 32 bytes a wallet signs. Throws when a field does not fit its type. */
export function statementDigest(domain: Domain, message: StatementMessage): Hex {
  return digestOf('ReceiptStatement', domain, message)
}

/** The bytes a did:key signs: JCS({ domain, primary_type, message }). */
export function statementBytes(domain: Domain, message: StatementMessage): Uint8Array {
  return jcsBytes({ domain, primary_type: 'ReceiptStatement', message })
}

/**
 * Whether the DID made this statement: under its right title, in its own chain's domain, by its wallet's key (ECDSA) or
 * its Ed25519 key. A wallet contract's signature is not told here: it needs its chain. Never throws.
 */
export async function verifyStatement(signed: SignedStatement, recover: Recover): Promise<boolean> {
  const { did, domain, message, signature } = signed
  if (message.title !== statementTitle(message.statement) || domain.verifyingContract) return false
  try {
    const account = parseDid(did)
    if (!account) return verifyDidKey(did, statementBytes(domain, message), signature)
    if (domain.chainId !== account.chainId) return false
    return (await recover(statementDigest(domain, message), signature)) === account.address
  } catch {
    return false
  }
}
