import type { Hex } from '@/lib/proof/hash'
import { ZERO_HASH } from '@/lib/proof/hash'
import type { IntentMessage } from '@/lib/proof/typed-data'
import type { Challenge } from './challenge'
import { type Deadlines, type DeadlinesJson, toDeadlinesJson } from './deadlines'
import type { Bond, Requirements, Resolution } from './draft'
import type { Mode, Party } from './state'
import { bondLine, deadlinesLine, resolutionLine, type Words } from './terms-lines'

/** `countersign.terms/1`: every field that can affect an ending. Top-level fields without a value are null (formats.md). */
export type TermsDoc = {
  v: 'countersign.terms/1'
  challenge: string
  revision: number
  mode: Mode
  title: string
  description: string | null
  terms: Record<string, unknown> | null
  documents: { name: string; size: number; sha256: string }[]
  creator: string
  counterparty: string | null
  requirements: Requirements | null
  bond: Bond | null
  resolution: Resolution
  deadlines: DeadlinesJson
  visibility: string
}

const ANYONE = 'anyone holding the invite'
const MAX_SUMMARY = 500

/**
 * Pure: the Intent one party signs (formats.md, "EIP-712"): all of it text a person can read, or addresses and hashes.
 * `initiatorHash` is I for the second signer and left out for the first. `words`: how the desk calls what the terms name by
 * address.
 */
export function buildIntent(
  doc: TermsDoc,
  termsHash: Hex,
  signer: { role: Party; party: string },
  initiatorHash: Hex = ZERO_HASH,
  words: Words = {},
): IntentMessage {
  return {
    title: `Countersign: “${doc.title}”`,
    summary: toSummary(doc.description),
    challenge: doc.challenge,
    revision: doc.revision,
    mode: doc.mode,
    role: signer.role,
    party: signer.party as Hex,
    counterparty: otherSideOf(doc, signer.role),
    bond: bondLine(doc.bond, words),
    deadlines: deadlinesLine(doc),
    resolution: resolutionLine(doc, words),
    termsHash,
    initiatorHash,
  }
}

/** The description, cut where a wallet would no longer be read; the hash of the terms binds all of it. */
function toSummary(description: string | null): string {
  const characters = [...(description ?? '')]
  return characters.length <= MAX_SUMMARY ? characters.join('') : `${characters.slice(0, MAX_SUMMARY - 1).join('')}…`
}

function otherSideOf(doc: TermsDoc, role: Party): string {
  if (doc.mode === 'SOLO') return 'none'
  return role === 'counterparty' ? doc.creator : (doc.counterparty ?? ANYONE)
}

/** Pure: the terms of a revision as both sign them (formats.md, "Terms and commitment chain"). */
export function buildTermsDoc(challenge: Challenge, revision: number, deadlines: Deadlines): TermsDoc {
  return {
    v: 'countersign.terms/1',
    challenge: challenge.id,
    revision,
    mode: challenge.mode,
    title: challenge.title,
    description: challenge.description,
    terms: challenge.terms,
    documents: challenge.documents,
    creator: challenge.creator.address,
    counterparty: challenge.counterpartyNamed ? (challenge.counterparty?.address ?? null) : null,
    requirements: challenge.requirements,
    bond: challenge.bond,
    resolution: challenge.resolution,
    deadlines: toDeadlinesJson(deadlines),
    visibility: challenge.visibility,
  }
}
