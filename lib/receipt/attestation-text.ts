import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { parseDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import { buildStatement, FAMILIES, statementDomain } from '@/lib/proof/statement'
import { type Domain, type StatementMessage, typedData, type WalletTypedData } from '@/lib/proof/typed-data'
import type { Identity, JudgedTask, Judgement, JudgeRole } from './attestation'
import { requireOpen, requireSpeaker, type Speaker } from './attestation-role'
import { findJudgedTask, hasSaid, listIdentities } from './attestation-store'
import { requireVisible } from './require-visible'

/** What is stated, as it is signed. */
export type Statement = {
  type: Judgement
  score?: number | undefined
  confidence?: number | undefined
  evidence_hash?: string | undefined
}

export type AttestationText = {
  did: string
  role: JudgeRole
  round: number
  typed_data?: WalletTypedData
  document?: { domain: Domain; primary_type: 'ReceiptStatement'; message: StatementMessage }
}

/**
 * What this caller is asked to sign to state this: EIP-712 for a wallet, the document whose canonical JSON an Ed25519 key
 * signs for a did:key. Throws E7001 (no such receipt), E7002 (not theirs to say), E7004 (said already), E9004 409 (closed).
 */
export async function getAttestationText(
  ctx: Ctx,
  input: Statement & { id: string; did?: string | undefined },
): Promise<AttestationText> {
  const { userId } = requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const { task, identities } = await requireJudgedTask(ctx, input.id)
  const speaker = requireSpeaker({ task, userId, identities, ...input })
  if (await hasSaid(sql, task.id, toSaid(task, speaker, input.type))) throw saidAlready()
  requireOpen(task, speaker)

  const { domain, message } = signedForm(task, speaker, input)
  const asked = { did: speaker.did, role: speaker.role, round: task.round }
  if (parseDid(speaker.did)) return { ...asked, typed_data: typedData('ReceiptStatement', domain, message) }
  return { ...asked, document: { domain, primary_type: 'ReceiptStatement', message } }
}

/** The statement as the desk would hand it out: only its parameters come from the caller. */
export function signedForm(task: JudgedTask, { did }: Speaker, said: Statement) {
  const message = buildStatement({
    receipt: task.id,
    round: task.round,
    statement: said.type,
    score: said.score,
    confidence: said.confidence,
    evidenceHash: said.evidence_hash as Hex | undefined,
  })
  return { domain: statementDomain(did, env().ANCHOR_CHAIN), message }
}

/** A task's receipt the caller may see, and the names they have. E7001 for others, E7002 for what nobody judges. */
export async function requireJudgedTask(ctx: Ctx, id: string): Promise<{ task: JudgedTask; identities: Identity[] }> {
  const { userId } = requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const [task, identities] = await Promise.all([findJudgedTask(sql, id), listIdentities(sql, userId)])
  if (!task || task.visibility === 'parties') await requireVisible(ctx, id)
  if (task) return { task, identities }
  throw new AppError('E7002', 'This is the receipt of a challenge: its sides have ended it, and nobody else judges it.')
}

/** What makes a statement the second of its kind. */
export function toSaid(task: JudgedTask, { role, did, member }: Speaker, type: Judgement) {
  return { trial: task.trial, role, signer: did, member, family: FAMILIES[type] }
}

export function saidAlready(): AppError {
  return new AppError('E7004', 'You have said this already, or its opposite. Nobody changes their mind here.')
}
