import type { Db } from '@/lib/db/transaction'

/** What the parties of a challenge wrote. */
export type Written = { title: string; description: string | null; terms: unknown }

/** Null once it was erased, and of what is no challenge. */
export async function findWritten(db: Db, challengeId: string): Promise<Written | null> {
  const row = await db.challenge.findUnique({
    where: { id: challengeId },
    select: { title: true, description: true, terms: true },
  })
  return row
}
