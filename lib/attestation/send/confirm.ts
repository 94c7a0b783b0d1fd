import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { revertSent, settleSent } from '@/lib/chain/send/sent-store'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { CAPABILITY_UID } from '../encode'
import { ITEM_TTL_SECONDS } from '../types'
import type { EasChain, Landed, Standing } from './eas-chain'
import { readStandings } from './find-results'
import { confirmItems, releaseItems } from './item-store'
import { isAsAsked, matchResults, uidsInOrder } from './match'
import { upsertAttestation } from './result-store'
import { endSubmission, findSubmission, listItems, markMined, markReorged } from './store'
import { type AttestationSubmission, type Issuer, type PendingItem, subjectOf } from './submission'
import { failItems, tellEnded } from './tell-ended'

const NOT_THERE = {
  name: 'NotAsAsked',
  sentence: 'The transaction was mined, and it does not hold what was asked for.',
}

/** Its transaction is in a block: each item gets what EAS said for it there. */
export async function recordMined(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  chain: EasChain,
  landed: Landed,
): Promise<void> {
  const items = await listItems(sqlOver(ctx.pool), submission.id)
  const spoken = landed.spoken.filter(
    ({ attester, operation, schema }) =>
      attester === issuer.address && operation === submission.operation && schema === submission.schemaUid,
  )
  // The order is that of our own calls; another's may hold anything.
  const inOrder = issuer.kind === 'KEPT' ? uidsInOrder(items, spoken) : null
  const uids =
    inOrder ??
    matchResults(items, await readStandings(chain, spoken)).map(({ item, result }) => ({
      id: item.id,
      uid: result.spoken.uid,
    }))
  const found = new Set(uids.map(({ id }) => id))
  const missing = items.filter(({ id }) => !found.has(id)).map(({ id }) => ({ id, refusal: NOT_THERE }))
  // What somebody else sends costs the desk nothing.
  const feeWei = issuer.kind === 'KEPT' ? landed.feeWei : 0n

  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const { txHash, blockNumber, blockHash, gasUsed } = landed
    const mined = { txHash, blockNumber, blockHash, gasUsed, feeWei, uids, now: ctx.now }
    if (!(await markMined(tx, submission.id, mined))) return
    await settleSent(tx, subjectOf(submission.id), txHash, ctx.now)
    await failItems(tx, missing, ctx.now)
  })
}

export type Looked = 'done' | 'soon' | 'later' | 'reorged'

/** Confirms what is in a block when that block is final, or finds that the block is gone. */
export async function confirmMined(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  chain: EasChain,
): Promise<Looked> {
  const { blockNumber, blockHash, txHash } = submission
  if (blockNumber === null || !blockHash || !txHash) throw new Error('A mined submission names its block')

  const present = await chain.blockHashAt(blockNumber)
  if (present !== blockHash) {
    // A provider that lags behind has no block there yet; a chain that changed has another one soon.
    if (present === null && submission.chainId !== LOCAL_CHAIN) return 'soon'
    return takeBack(ctx, submission, issuer, chain)
  }
  if ((await chain.finalBlock()) < blockNumber) return 'later'
  const place = await chain.finalPlace(txHash, submission.operation)
  if (!place) {
    log.warn({ submission: submission.id }, 'too few providers say where attestations stand')
    return 'later'
  }
  // One provider named another block than enough of them do.
  if (place.hash !== blockHash) return takeBack(ctx, submission, issuer, chain)
  return confirm(ctx, submission, issuer, chain)
}

/** Read back from EAS, whatever the logs said, as enough providers tell it. */
async function confirm(ctx: Ctx, submission: AttestationSubmission, issuer: Issuer, chain: EasChain): Promise<Looked> {
  const items = await listItems(sqlOver(ctx.pool), submission.id)
  const read = await readBack(chain, items)
  const right = read.filter(({ item, standing }) => standing && stands(item, standing))
  if (right.length < read.length) {
    // Providers that answer from an older block say so too; the block is final, so they are asked again.
    log.warn({ submission: submission.id }, 'EAS does not hold what its logs said')
    return 'soon'
  }

  const { txHash, blockNumber, blockHash } = submission
  const block = txHash && blockNumber !== null && blockHash ? { txHash, blockNumber, blockHash } : null
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (!(await endSubmission(tx, submission.id, 'CONFIRMED', ctx.now))) return
    for (const { item, standing } of right) {
      if (!standing) continue
      await upsertAttestation(tx, {
        chainId: submission.chainId,
        standing,
        isCapability: item.integra_hash !== null || item.schema_uid === CAPABILITY_UID,
        organizationId: item.operation === 'ATTEST' ? issuer.organizationId : null,
        attested: item.operation === 'ATTEST' ? block : null,
        revokedTx: item.operation === 'REVOKE' ? txHash : null,
        now: ctx.now,
      })
    }
    await tellEnded(tx, await confirmItems(tx, submission.id, ctx.now), 'CONFIRMED', ctx.now)
  })
  return 'done'
}

/** Asked side by side, so many at a time. */
const LANES = 8

async function readBack(
  chain: EasChain,
  items: readonly PendingItem[],
): Promise<{ item: PendingItem; standing: Standing | null }[]> {
  const read: { item: PendingItem; standing: Standing | null }[] = []
  for (let at = 0; at < items.length; at += LANES) {
    const some = items.slice(at, at + LANES)
    const standings = await Promise.all(some.map(({ uid }) => (uid ? chain.agreedStanding(uid) : null)))
    read.push(...some.map((item, i) => ({ item, standing: standings[i] ?? null })))
  }
  return read
}

function stands(item: PendingItem, standing: Standing): boolean {
  return item.operation === 'REVOKE' ? standing.revocationTime > 0n : isAsAsked(item, standing)
}

/** The block is gone. What we sent is sent again as it is; what others sent is looked for, and else waits again. */
async function takeBack(ctx: Ctx, submission: AttestationSubmission, issuer: Issuer, chain: EasChain): Promise<Looked> {
  const { id, chainId, blockNumber: block, blockHash, txHash } = submission
  log.warn({ submission: id, chainId, block }, 'attestations do not stand in the block they were found in')
  const landed = txHash ? await chain.landed(txHash) : null
  if (landed?.status === 'success') {
    await recordMined(ctx, submission, issuer, chain, landed)
    return 'soon'
  }
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (!blockHash || !(await markReorged(tx, id, blockHash, ctx.now))) return
    if (submission.easNonce !== null || issuer.kind === 'EXECUTOR') return revertSent(tx, subjectOf(id), ctx.now)
    await endSubmission(tx, id, 'DROPPED', ctx.now)
    await releaseItems(tx, id, { expiresAt: addSeconds(ctx.now, ITEM_TTL_SECONDS), error: null, now: ctx.now })
  })
  return 'reorged'
}

/** As it is stored now. */
export async function reload(ctx: Ctx, { id }: AttestationSubmission): Promise<AttestationSubmission> {
  const found = await findSubmission(sqlOver(ctx.pool), id)
  if (!found) throw new Error('A submission is gone')
  return found
}
