import type { Ctx } from '@/lib/context'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { FLAGS, type Flag } from '@/lib/flags'
import { auditOps } from './audit-ops'
import { requireOperator } from './require-operator'
import { deleteFlag, type FlagRow, findFlags, saveFlag } from './store'

/** Every switch of the desk: as set here, or as the environment has it. */
export async function listFlags(caller: Ctx) {
  const { pool } = requireOperator(caller)
  const rows = await findFlags(sqlOver(pool))
  return { data: FLAGS.map((name) => toAnswer(name, rows.find((row) => row.name === name) ?? null)) }
}

/** Sets a switch for all processes; they follow within two seconds. */
export async function setFlag(caller: Ctx, input: { name: Flag; enabled: boolean; percentage: number }) {
  const ctx = requireOperator(caller)
  return inSqlTransaction(ctx, async (tx) => {
    await saveFlag(tx, input)
    const { name, enabled, percentage } = input
    await auditOps(tx, ctx, { action: 'flag.set', target: `flag:${name}`, details: { enabled, percentage } })
    return toAnswer(name, input)
  })
}

/** Leaves a switch to the environment again. */
export async function resetFlag(caller: Ctx, { name }: { name: Flag }) {
  const ctx = requireOperator(caller)
  return inSqlTransaction(ctx, async (tx) => {
    if (await deleteFlag(tx, name)) await auditOps(tx, ctx, { action: 'flag.reset', target: `flag:${name}` })
    return toAnswer(name, null)
  })
}

function toAnswer(name: Flag, row: FlagRow | null) {
  const environment = env()[name] ?? env().COUNTERSIGN_ENV !== 'production'
  return {
    name,
    set_here: row !== null,
    enabled: row?.enabled ?? environment,
    percentage: row?.percentage ?? 100,
    environment,
  }
}
