import { requireCase } from '@/lib/committee/require-case'
import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { eraseOne, listEvidenceRows } from './store'

/** Erases the name and the bytes of a file the caller's side has shown; its hash and size stay. E9008 for any other. */
export async function deleteEvidence(ctx: Ctx, input: { id: string; evidence: string }): Promise<void> {
  requireWriter(ctx)
  const { dispute, role } = await requireCase(ctx, input.id)
  await inTransaction(ctx, async (tx) => {
    const file = (await listEvidenceRows(tx, dispute.id)).find(({ id }) => id === input.evidence)
    if (file?.role !== role) throw new AppError('E9008', 'You show no such file here.')
    await eraseOne(tx, file.id)
  })
}
