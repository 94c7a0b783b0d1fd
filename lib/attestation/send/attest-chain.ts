import { withSubmitterLock } from '@/lib/chain/send/submitter-lock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { advanceSubmission } from './advance-submission'
import { coalesce, MAX_TOGETHER } from './coalesce'
import { confirmMined } from './confirm'
import { easChain } from './eas-chain'
import { configuredBroker } from './executor/broker'
import { advanceExecuted, queueGroup } from './executor/hand-over'
import { expireOld } from './expire-old'
import { adoptStray } from './find-results'
import { findOwnResults } from './own-results'
import { findIssuer, hasDue, listOpen, listWaiting, listWalletIssuers, type WaitingItem } from './store'
import type { AttestationSubmission, Issuer } from './submission'
import { type Sending, submitGroup } from './submit-group'

/** Where a chain got to: nothing is left to do, or to be looked at again soon or later. */
export type ChainState = 'idle' | 'soon' | 'later'

export function configuredSending(chainId: number): Sending {
  return { chain: easChain(chainId), key: env().submitterKeys.get(chainId), broker: configuredBroker() }
}

/**
 * Takes everything that is attested on a chain as far as it goes now (domain §8): what is on its way, what is too old, what
 * waits. One worker at a time for each chain; run it as often as you like.
 */
export async function attestChain(ctx: Ctx, chainId: number, sendingOf = configuredSending): Promise<ChainState> {
  const sending = sendingOf(chainId)
  const done = await withSubmitterLock(ctx.pool, { chainId, signer: 'attestations' }, async () => {
    const head = await sending.chain.head()
    const issuers = new Map<string, Issuer>()
    await expireOld(ctx, chainId, {
      chain: sending.chain,
      head: new Date(head.seconds * 1000),
      issuerOf: (issuerId) => issuerOf(ctx, issuers, { issuerId }),
    })
    await findAllOwn(ctx, chainId, issuers, sending)
    await advanceAll(ctx, chainId, issuers, sending)
    await submitAll(ctx, chainId, issuers, { ...sending, head: new Date(head.seconds * 1000) })
    return stateOf(ctx, chainId)
  })
  return done === 'busy' ? 'soon' : done
}

async function findAllOwn(ctx: Ctx, chainId: number, issuers: Map<string, Issuer>, sending: Sending): Promise<void> {
  for (const issuerId of await listWalletIssuers(sqlOver(ctx.pool), chainId)) {
    try {
      await findOwnResults(ctx, await issuerOf(ctx, issuers, { issuerId }), sending)
    } catch (err) {
      log.warn({ err, chainId, issuer: issuerId }, 'it could not be told what a wallet attested')
    }
  }
}

async function advanceAll(ctx: Ctx, chainId: number, issuers: Map<string, Issuer>, sending: Sending): Promise<void> {
  /** Issuers of which something signed before is still on its way. */
  const waiting = new Set<string>()
  for (const submission of await listOpen(sqlOver(ctx.pool), chainId)) {
    const issuer = await issuerOf(ctx, issuers, submission)
    const isFirst = !waiting.has(issuer.id)
    const looked = await advanceOne(ctx, submission, issuer, sending, isFirst)
    if (looked === 'soon') waiting.add(issuer.id)
  }
}

async function advanceOne(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  sending: Sending,
  isFirst: boolean,
): Promise<string> {
  try {
    if (issuer.kind === 'EXECUTOR')
      return await advanceExecuted(ctx, submission, issuer, sending.chain, sending.broker ?? null)
    if (submission.easNonce !== null) return await advanceSubmission(ctx, submission, issuer, sending, isFirst)
    return submission.state === 'MINED' ? await confirmMined(ctx, submission, issuer, sending.chain) : 'soon'
  } catch (err) {
    log.warn({ err, submission: submission.id, chainId: submission.chainId }, 'attestations could not be looked after')
    return 'soon'
  }
}

async function submitAll(
  ctx: Ctx,
  chainId: number,
  issuers: Map<string, Issuer>,
  { head, ...sending }: Sending & { head: Date },
): Promise<void> {
  const sql = sqlOver(ctx.pool)
  const waiting = await listWaiting(sql, {
    chainId,
    kinds: ['KEPT', 'EXECUTOR'],
    now: ctx.now,
    head,
    most: MAX_TOGETHER,
  })
  const keyed = waiting.map((item) => ({ ...item, issuerId: item.issuer_id, schemaUid: item.schema_uid }))
  for (const group of coalesce(keyed)) {
    const [first] = group
    if (!first) continue
    try {
      const issuer = await issuerOf(ctx, issuers, first)
      const free = await withoutStray(ctx, issuer, group, sending)
      if (free.length === 0) continue
      if (issuer.kind === 'EXECUTOR') await queueGroup(ctx, issuer, free, sending.chain, sending.broker ?? null)
      else await submitGroup(ctx, issuer, free, sending)
    } catch (err) {
      log.warn({ err, chainId, issuer: first.issuerId }, 'attestations could not be sent')
    }
  }
}

async function withoutStray(
  ctx: Ctx,
  issuer: Issuer,
  group: readonly WaitingItem[],
  { chain }: Sending,
): Promise<readonly WaitingItem[]> {
  const found = await adoptStray(
    ctx,
    issuer,
    chain,
    group.filter(({ signed }) => signed),
  )
  return group.filter(({ id }) => !found.has(id))
}

async function issuerOf(ctx: Ctx, issuers: Map<string, Issuer>, { issuerId }: { issuerId: string }): Promise<Issuer> {
  const issuer = issuers.get(issuerId) ?? (await findIssuer(sqlOver(ctx.pool), issuerId))
  if (!issuer) throw new Error(`Issuer ${issuerId} is gone`)
  issuers.set(issuerId, issuer)
  return issuer
}

async function stateOf(ctx: Ctx, chainId: number): Promise<ChainState> {
  const sql = sqlOver(ctx.pool)
  const open = await listOpen(sql, chainId)
  if (open.some(({ state }) => state !== 'MINED')) return 'soon'
  if (await hasDue(sql, chainId, ctx.now)) return 'soon'
  return open.length > 0 ? 'later' : 'idle'
}
