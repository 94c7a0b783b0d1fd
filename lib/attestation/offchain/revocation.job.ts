import { z } from 'zod'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { task } from '@/lib/queue/task'
import { findAttestations } from '../store'
import { awaitRevocation } from './revoke'

const Look = z.object({ chainId: z.int(), uid: z.string(), looks: z.int() })

/** Asks a chain whether an issuer revoked an off-chain attestation, once somebody was given the transaction for it. */
export const offchainRevocation = task('offchain-revocation', Look, async (ctx, { chainId, uid, looks }) => {
  const anybodys = { organizationId: null, userId: null, recipient: null, integraHash: null, status: null, after: null }
  const [row] = await findAttestations(sqlOver(ctx.pool), { ...anybodys, uid, chainId, limit: 1 })
  const waits = row?.offchain && row.status !== 'REVOKED'
  await awaitRevocation(ctx, { chainId, uid: uid as Hex, looks }, waits ? row : null)
})
