import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { Id } from '@/lib/http/schemas'
import { findItems, findWorkflows, type WorkflowRow } from './store'
import { toItem, toWorkflow } from './view'

/** A workflow of the caller's organization. E7001 for another's. */
export async function loadWorkflow(sql: Sql, { organizationId }: UserActor, id: string): Promise<WorkflowRow> {
  const [row] = await findWorkflows(sql, { organizationId, id, limit: 1 })
  if (row) return row
  throw new AppError('E7001', 'Your organization has no such workflow.')
}

/** How far a workflow is, and each of its items after `after`. */
export function getWorkflow(ctx: Ctx<UserActor>, input: { id: string; after: number }) {
  return showWorkflow(sqlOver(ctx.pool), requireUser(ctx), input)
}

/** As `getWorkflow`, of all items unless said, by the caller's transaction. */
export async function showWorkflow(sql: Sql, actor: UserActor, { id, after = -1 }: { id: string; after?: number }) {
  const row = await loadWorkflow(sql, actor, id)
  const items = await findItems(sql, id, after)
  return { ...toWorkflow(row), items: items.map(toItem) }
}

type Page = { limit: number; cursor?: string | undefined }

/** What the organization asked for, newest first. */
export async function listWorkflows(ctx: Ctx<UserActor>, { limit, cursor }: Page) {
  const { organizationId } = requireUser(ctx)
  const after = cursor === undefined ? null : decodeCursor({ organizationId }, cursor, Id)
  const rows = await findWorkflows(sqlOver(ctx.pool), { organizationId, after, limit: limit + 1 })
  return toPage({ organizationId }, rows, limit, ({ id }) => id, toWorkflow)
}
