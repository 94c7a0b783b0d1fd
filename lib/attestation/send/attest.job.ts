import { z } from 'zod'
import { LOCAL_CHAIN, servedNetworks } from '@/lib/chain/networks'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { attestChain } from './attest-chain'
import { enqueueAttest, enqueueNextLook } from './enqueue-attest'
import { readReports } from './executor/read-reports'
import { listBusyChains } from './item-store'
import { blockSeconds } from './limits'
import { lookAtHint } from './look-at-hint'
import { recheckLocal } from './recheck-local'

const OfChain = z.object({ chainId: z.int().positive() })

/**
 * Brings what is attested to its chain, and comes back while something is on its way. A failure is not thrown: the queue
 * would wait longer each time, and hold the job's key meanwhile; the sweep asks anew in a moment.
 */
export const attestJob = task('attest-chain', OfChain, async (ctx, { chainId }) => {
  try {
    const state = await attestChain(ctx, chainId)
    if (state !== 'soon') return
    await enqueueNextLook(sqlOver(ctx.pool), chainId, blockSeconds(chainId))
  } catch (err) {
    log.warn({ err, chainId }, 'the attestations of a chain could not be looked after')
  }
})

/** Looks where a provider's webhook points. */
export const hintJob = task('look-at-hint', z.object({ id: z.uuid() }), (ctx, { id }) => lookAtHint(ctx, id))

/** What the local chain lost when it was killed. */
export const lostAttestations = sweep('lost-attestations', 10, async (ctx) => {
  if (env().rpcUrls.has(LOCAL_CHAIN)) await recheckLocal(ctx)
})

/** What executors report, where there are any. */
export const executorReports = sweep('executor-reports', 2, (ctx) => readReports(ctx))

/** Chains with something that waits, is on its way or is not final yet. */
export const busyChains = sweep('busy-chains', 5, async (ctx) => {
  const sql = sqlOver(ctx.pool)
  const served = new Set(servedNetworks().map(({ chainId }) => chainId))
  for (const chainId of await listBusyChains(sql)) {
    if (served.has(chainId)) await enqueueAttest(sql, chainId, { keepExisting: true })
  }
})
