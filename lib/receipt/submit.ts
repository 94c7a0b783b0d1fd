import { addLeaf } from '@/lib/anchor/add-leaf'
import { recordAudit } from '@/lib/audit/record'
import { openFirstRound } from '@/lib/committee/open-round'
import { requireCommittees } from '@/lib/committee/require-committees'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/event/publish'
import type { Hex } from '@/lib/proof/hash'
import type { TaskReceipt } from '@/lib/proof/receipt'
import { getReceipt, readAnswer } from './get'
import { partyKeyOf } from './party-key'
import { findReceipt } from './store'
import { requireId, requireTask, sameParty } from './task-document'
import type { SubmitBody } from './task-schemas'
import { requireCountersignatures } from './task-signatures'
import { findOwner, insertCountersignatures, insertTask, type NewTask, type Owner } from './task-store'
import { toAnswer } from './view'

/**
 * Takes the receipt of an agent's task that client and provider have both signed, and opens the round of the committee that
 * will judge it, in one transaction. The same again, however much later, answers as the first time. Throws E9004 (the document), E3024 (both
 * sides are one), E8002 (the caller is neither), E4004 (no committees here), the signature's codes, and E5011 for a subject
 * that has another receipt.
 */
export async function submitReceipt(ctx: Ctx, input: SubmitBody) {
  const actor = requireWriter(ctx)
  const { POU_K: k, POU_M: m } = env()
  const id = requireId(input.receipt)
  const known = await findReceipt(ctx.db, id)
  if (known?.receipt.kind === 'task') {
    await requireSides(ctx, actor, known.receipt)
    return getReceipt(ctx, { id })
  }

  const receipt = requireTask(input.receipt, { now: ctx.now, k, m })
  const { client, provider } = await requireSides(ctx, actor, receipt)
  await requireCommittees(ctx)
  const signed = await requireCountersignatures(ctx, receipt, input.signatures)

  const task: NewTask = { id, receipt, visibility: input.visibility, client, provider, now: ctx.now }
  return inTransaction(ctx, async (tx) => {
    const first = await insertTask(tx, task)
    if (first === id) return answerStored(tx, id)
    if (first) throw new AppError('E5011', 'Another receipt has this subject. Give the task a subject of its own.')

    await insertCountersignatures(tx, id, signed, ctx.now)
    await addLeaf(tx, { kind: 'receipt', id, now: ctx.now })
    await openFirstRound(tx, ctx, { ...sidesOf(task), id }, { k, m })
    await tellIssued(tx, ctx, task)
    await recordAudit(tx, {
      organizationId: actor.organizationId,
      actor,
      action: 'receipt.submitted',
      target: `receipt:${id}`,
      requestId: ctx.requestId,
      now: ctx.now,
    })
    const row = {
      id,
      receipt,
      status: 'AWAITING_COMMITTEE',
      visibility: task.visibility,
      issuedAt: ctx.now,
      finalizedAt: null,
      isClose: true,
    }
    return toAnswer(row, null, env().ANCHOR_CHAIN)
  })
}

/** The answer of a call that came second: somebody has handed in the same since we looked. */
async function answerStored(tx: Tx, id: Hex) {
  const row = await findReceipt(tx, id)
  if (!row) throw new Error('A receipt vanished')
  return readAnswer({ ...row, isClose: true }, tx, tx)
}

/** Whose both sides are. The caller is one of them, and tells the organization they act in. */
async function requireSides(ctx: Ctx, actor: UserActor, { task }: TaskReceipt): Promise<Record<Side, Owner>> {
  const sql = sqlOver(ctx.pool)
  const [client, provider] = await Promise.all([findOwner(sql, task.client_did), findOwner(sql, task.agent_did)])
  if (client.userId !== null && client.userId === provider.userId) throw sameParty()

  const own = (owner: Owner): Owner =>
    owner.userId === actor.userId ? { ...owner, organizationId: actor.organizationId } : owner
  if ([client, provider].some(({ userId }) => userId === actor.userId)) {
    return { client: own(client), provider: own(provider) }
  }
  throw new AppError('E8002', 'You are neither the client nor the provider of this task.')
}

type Side = 'client' | 'provider'

function sidesOf({ receipt, client, provider }: NewTask) {
  const { client_did, agent_did } = receipt.task
  return {
    clientKey: partyKeyOf(client_did),
    clientUserId: client.userId,
    providerKey: partyKeyOf(agent_did),
    providerUserId: provider.userId,
  }
}

async function tellIssued(tx: Sql, ctx: Ctx, { id, receipt, client, provider }: NewTask): Promise<void> {
  const { kind, subject, outcome, split } = receipt
  const data = { receipt_id: id as Hex, kind, subject, outcome, split, status: 'AWAITING_COMMITTEE' }
  const told = [client, provider].flatMap(({ organizationId }) => organizationId ?? [])
  await publish(tx, {
    type: 'receipt.issued',
    subject: id,
    organizations: told.map((organizationId) => ({ organizationId, data })),
    requestId: ctx.requestId,
    now: ctx.now,
  })
}
