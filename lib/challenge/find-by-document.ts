import type { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { getReceipt } from '@/lib/receipt/get'
import type { DocumentAnswer } from './document-schemas'
import { listByDocument } from './store'

type Answer = z.input<typeof DocumentAnswer>

/**
 * What a hash is known for: challenges that name a document with it, and the receipt whose id it is. Only what the caller may
 * see without being handed a link: their own challenges, and public ones once signed (domain §3, "Who sees what"). Of
 * anything else it says nothing, so a hash cannot be used to learn who signed what.
 */
export async function findByDocument(ctx: Ctx, { sha256 }: { sha256: string }): Promise<Answer> {
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null
  const [challenges, receipt] = await Promise.all([
    listByDocument(sqlOver(ctx.pool), { sha256, userId }),
    findVisibleReceipt(ctx, sha256),
  ])
  return { data: [...challenges, ...(receipt ? [receipt] : [])] }
}

/** A receipt's id is the key to it, so here too whoever has the id sees it. */
async function findVisibleReceipt(ctx: Ctx, id: string): Promise<Answer['data'][number] | null> {
  try {
    const { receipt, status } = await getReceipt(ctx, { id })
    return { status, outcome: receipt.outcome ?? null, receipt_id: id }
  } catch (error) {
    if (error instanceof AppError && error.code === 'E7001') return null
    throw error
  }
}
