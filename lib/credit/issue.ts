import type { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { type Ctx, requireWriter } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { auditOps } from '@/lib/ops/audit-ops'
import { requireOperator } from '@/lib/ops/require-operator'
import { pkhDid } from '@/lib/proof/did'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { ISSUANCE, partyAccount } from './account'
import type { FaucetBody, IssueBody } from './schemas'
import { balanceOf, listParties } from './store'
import { transfer } from './transfer'

/** Gives somebody credits out of nothing, as the operator of this desk; once for each reference. E9008 for everybody else. */
export async function issueCredits(caller: Ctx, { did, amount_atomic, reference }: z.output<typeof IssueBody>) {
  const ctx = requireOperator(caller)
  return inTransaction(ctx, async (tx) => {
    const id = `issue:${partyKeyOf(did)}:${reference}`
    const issued = await give(tx, { id, did, amount: amount_atomic, kind: 'issued', now: ctx.now })
    if (issued) await auditOps(tx, ctx, { action: 'credits.issued', details: { amount_atomic: String(amount_atomic) } })
    return { did, balance_atomic: String(await balanceOf(tx, partyAccount(did))), issued }
  })
}

/** On a local desk, credits to try things with, for one of the caller's own names. E9008 on every other desk. */
export async function drawFaucet(ctx: Ctx, { did: named, amount_atomic }: z.output<typeof FaucetBody>) {
  if (env().ANCHOR_CHAIN !== LOCAL_CHAIN) throw new AppError('E9008', 'There is nothing at this address.')
  const actor = requireWriter(ctx)
  const did = named ?? pkhDid(actor.wallet.chainId, actor.wallet.address)
  const own = await listParties(sqlOver(ctx.pool), actor.userId)
  if (!own.some(({ key }) => key === partyKeyOf(did))) {
    throw new AppError('E8002', 'Draw credits for a wallet or an agent of your own.')
  }
  return inTransaction(ctx, async (tx) => {
    await give(tx, { id: `faucet:${newId()}`, did, amount: amount_atomic, kind: 'faucet', now: ctx.now })
    await recordAudit(tx, {
      ...{ organizationId: actor.organizationId, actor, requestId: ctx.requestId, now: ctx.now },
      action: 'credits.drawn',
      details: { amount_atomic: String(amount_atomic) },
    })
    return { did, balance_atomic: String(await balanceOf(tx, partyAccount(did))) }
  })
}

type Gift = { id: string; did: string; amount: bigint; kind: string; now: Date }

function give(tx: Sql, { id, did, amount, kind, now }: Gift): Promise<boolean> {
  const postings = [
    { account: ISSUANCE, amount: -amount },
    { account: partyAccount(did), amount },
  ]
  return transfer(tx, { id, kind, postings, now })
}
