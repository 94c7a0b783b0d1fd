import { recordAudit } from '@/lib/audit/record'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { publish } from '@/lib/event/publish'
import { newId } from '@/lib/id'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import { FAMILIES } from '@/lib/proof/statement'
import { type JudgedTask, type ReceiptStatement, toStatementAnswer } from './attestation'
import { requireOpen, requireSpeaker, type Speaker } from './attestation-role'
import { requireStatementSignature } from './attestation-signature'
import { findJudgedTask, hasSaid, insertStatement, lockReceipt } from './attestation-store'
import { requireJudgedTask, type Statement, saidAlready, signedForm, toSaid } from './attestation-text'
import { type Quorum, readQuorum, settleQuorum } from './decide-quorum'
import { findSides } from './decide-store'

export type Attest = Statement & {
  id: string
  evidence_ref?: string | undefined
  signature: string
  did?: string | undefined
  round?: number | undefined
}

/**
 * Takes a signed statement on a task's receipt. What was signed is built here from its parameters, never taken from the
 * caller. With the statement that reaches the quorum the receipt is decided in the same transaction. Throws E7001 (no such
 * receipt), E7002 (not theirs to say), E7004 (said already), E9004 409 (not open), and the signature's codes.
 */
export async function attestReceipt(ctx: Ctx, input: Attest) {
  const { userId } = requireWriter(ctx)
  const { task: seen, identities } = await requireJudgedTask(ctx, input.id)
  const question = { userId, identities, type: input.type, did: input.did, round: input.round }
  const speaker = requireSpeaker({ ...question, task: seen })
  await requireFresh(ctx, seen, speaker, input.type)
  const { domain, message } = signedForm(seen, speaker, input)
  const { signature: given } = input
  const signature = await requireStatementSignature(ctx, { did: speaker.did, domain, message, signature: given })

  return inSqlTransaction(ctx, async (sql) => {
    await lockReceipt(sql, input.id)
    const task = await findJudgedTask(sql, input.id)
    if (!task) throw new Error('A receipt vanished')
    // What was signed names the round that was seen; by now others may sit.
    requireSpeaker({ ...question, task, did: speaker.did, round: seen.round })
    if (await hasSaid(sql, task.id, toSaid(task, speaker, input.type))) throw saidAlready()
    requireOpen(task, speaker)

    const statement: ReceiptStatement = {
      id: newId(),
      receiptId: task.id,
      round: seen.round,
      trial: task.trial,
      ...{ role: speaker.role, signer: speaker.did, member: speaker.member },
      ...{ family: FAMILIES[input.type], type: input.type },
      score: input.score ?? null,
      confidence: input.confidence ?? null,
      evidenceHash: (input.evidence_hash ?? null) as Hex | null,
      evidenceRef: input.evidence_ref ?? null,
      ...{ domain, message, signature },
      hash: sha256Hex(bytesOf(signature)),
      createdAt: ctx.now,
    }
    if (!(await insertStatement(sql, statement))) throw saidAlready()

    const quorum = await readQuorum(sql, task)
    await tell(sql, ctx, task, statement, quorum)
    const status = await settleQuorum(sql, ctx, task, quorum)
    await record(sql, ctx as Ctx<UserActor>, statement)
    return { ...toStatementAnswer(statement), receipt_id: task.id, status, quorum }
  })
}

/** Refused without a look at the signature when the receipt is closed or it was said before. */
async function requireFresh(ctx: Ctx, task: JudgedTask, speaker: Speaker, type: Attest['type']): Promise<void> {
  if (await hasSaid(sqlOver(ctx.pool), task.id, toSaid(task, speaker, type))) throw saidAlready()
  requireOpen(task, speaker)
}

async function tell(
  sql: Sql,
  ctx: Ctx,
  { id, status }: JudgedTask,
  { type, round }: ReceiptStatement,
  quorum: Quorum | null,
): Promise<void> {
  const { subject, organizations } = await findSides(sql, id)
  const { passes, fails } = quorum ?? { passes: 0, fails: 0 }
  const receipt = { receipt_id: id, kind: 'task', subject, outcome: null, split: false, status }
  const data = { ...receipt, type, round, passes, fails }
  await publish(sql, {
    type: 'receipt.attested',
    subject: id,
    organizations: organizations.map((organizationId) => ({ organizationId, data })),
    requestId: ctx.requestId,
    now: ctx.now,
  })
}

async function record(sql: Sql, ctx: Ctx<UserActor>, { id, receiptId, type, role, round }: ReceiptStatement) {
  const { actor, requestId, now } = ctx
  await recordAudit(sql, {
    organizationId: actor.organizationId,
    actor,
    action: 'receipt.attested',
    target: `receipt:${receiptId}`,
    details: { attestation_id: id, type, role, round },
    requestId,
    now,
  })
}
