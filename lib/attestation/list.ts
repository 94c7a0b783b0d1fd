import { z } from 'zod'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import type { AttestationFilter } from './schemas'
import { findAttestations } from './store'
import { toAttestation } from './view'

const Position = z.object({ at: z.iso.datetime(), uid: z.string(), chain: z.int() })

/** What the organization attested, or what was attested about wallets of the caller; newest first. */
export async function listAttestations(
  ctx: Ctx<UserActor>,
  { limit, cursor, direction, ...filter }: AttestationFilter,
) {
  const { organizationId, userId } = requireUser(ctx)
  const whose = direction === 'sent' ? { organizationId, userId: null } : { organizationId: null, userId }
  const query = {
    ...whose,
    uid: null,
    chainId: filter.chain_id ?? null,
    recipient: filter.recipient ?? null,
    integraHash: filter.integra_hash ?? null,
    status: filter.status ?? null,
  }
  const after = cursor === undefined ? null : decodeCursor(query, cursor, Position)
  const rows = await findAttestations(sqlOver(ctx.pool), { ...query, after, limit: limit + 1 })
  const positionOf = (row: (typeof rows)[number]) => ({
    at: row.created_at.toISOString(),
    uid: row.uid,
    chain: row.chain_id,
  })
  return toPage(query, rows, limit, positionOf, (row) => toAttestation(row, organizationId))
}
