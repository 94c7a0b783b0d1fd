import { recordAudit } from '@/lib/audit/record'
import { isNodesRefusal } from '@/lib/chain/send/send-chain'
import { submitTransaction, type ToSend } from '@/lib/chain/send/submit-transaction'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { caip2 } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { ITEM_TTL_SECONDS } from '../types'
import { endOfDay, isWithinBudget, OverBudget } from './budget'
import { delegatedCall, directCall } from './calls'
import { type EasChain, EasRefused } from './eas-chain'
import type { Broker } from './executor/broker'
import { KeyUnusable, openIssuerKey } from './issuer-key'
import { postponeItems, renewExpiry } from './item-store'
import { backoffSeconds, mostGas, REORG_BLOCKS, SIGNED_SECONDS, SIGNED_SECONDS_PLAIN } from './limits'
import { type Refusal, sift } from './sift'
import { findNextNonce, insertSubmission } from './store'
import { type Issuer, type PendingItem, subjectOf } from './submission'
import { failItems } from './tell-ended'
import { cutToFit, weightOf } from './weigh'

/** What sending needs beyond the database: the chain, the key that pays, and where executors are reached. */
export type Sending = { chain: EasChain; key: Hex | undefined; broker?: Broker | null }

/**
 * Brings a group of items of a kept issuer on its way: asks the chain whether it would take them, leaves out and fails those
 * it would not, signs the rest with the issuer's next nonces, and stores all of that with the signed transaction before it
 * is sent. Killed at any line, what is stored goes on and what is not never happened.
 */
export async function submitGroup(
  ctx: Ctx,
  issuer: Issuer,
  group: readonly PendingItem[],
  { chain, key }: Sending,
): Promise<void> {
  const usable = requireUsable(issuer, ctx.now)
  if (usable) return fail(ctx, group, usable)
  if (!key) return waitWith(ctx, group, noKey(issuer.chainId))

  const good = await leaveOutBad(ctx, issuer, group, chain)
  if (good.length === 0) return
  try {
    await signAndSend(ctx, issuer, good, { chain, key })
  } catch (error) {
    if (error instanceof OverBudget) return waitUntilTomorrow(ctx, good)
    if (error instanceof StaleNonce) return
    const fewer = fewerOf(good, error)
    if (fewer) return submitGroup(ctx, issuer, fewer, { chain, key })
    const refusal = refusalOf(error)
    if (!refusal) throw error
    await tryLater(ctx, good, refusal)
  }
}

/** The first of them that a transaction can hold, when all of them were too much; null when it was something else. */
function fewerOf(items: readonly PendingItem[], error: unknown): readonly PendingItem[] | null {
  if (items.length === 1) return null
  if (error instanceof TooMuchGas) return items.slice(0, Math.max(1, Math.floor(items.length * error.fits)))
  return isNodesRefusal(error) ? items.slice(0, items.length >> 1) : null
}

/**
 * Those the chain would take together, as many as a transaction holds; the bad ones fail, each with its own reason. What is
 * not asked about waits on.
 */
export async function leaveOutBad(
  ctx: Ctx,
  issuer: Issuer,
  group: readonly PendingItem[],
  chain: EasChain,
): Promise<PendingItem[]> {
  const fitting = cutToFit(group, mostGas(issuer.chainId))
  try {
    return await askFor(ctx, issuer, fitting, chain)
  } catch (error) {
    // Out of gas is the node's word and not the contract's: nobody is refused, there are too many of them.
    if (!isNodesRefusal(error)) throw error
    if (fitting.length > 1) return leaveOutBad(ctx, issuer, fitting.slice(0, fitting.length >> 1), chain)
    if (fitting.some((item) => weightOf(item) > mostGas(issuer.chainId))) await fail(ctx, fitting, TOO_LARGE)
    else await waitWith(ctx, fitting, NODE_REFUSES)
    return []
  }
}

async function askFor(
  ctx: Ctx,
  issuer: Issuer,
  group: readonly PendingItem[],
  chain: EasChain,
): Promise<PendingItem[]> {
  const ask = (together: readonly PendingItem[]) =>
    chain.tryCall({ to: chain.address, data: directCall(schemaOf(group), together) }, issuer.address)
  const { good, bad } = await sift(group, ask)
  if (bad.length > 0) {
    const failed = bad.map(({ item, refusal }) => ({ id: item.id, refusal }))
    await inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => failItems(tx, failed, ctx.now))
  }
  return good
}

class TooMuchGas extends Error {
  /** `fits`: the share of it that a transaction can take. */
  constructor(readonly fits: number) {
    super('Too much for one transaction')
  }
}

/** The node that was asked is behind: it names a nonce that is used. Signed with that, nothing would ever count. */
class StaleNonce extends Error {}

async function signAndSend(
  ctx: Ctx,
  issuer: Issuer,
  items: readonly PendingItem[],
  { chain, key }: { chain: EasChain; key: Hex },
): Promise<void> {
  const { chainId, organizationId } = issuer
  const [eas, head, nonce] = await Promise.all([chain.eas(), chain.head(), chain.easNonce(issuer.address)])
  const known = await findNextNonce(sqlOver(ctx.pool), issuer.id)
  if (known !== null && nonce < known) {
    log.info({ issuer: issuer.id, chainId }, 'a node is behind what stands in blocks')
    throw new StaleNonce()
  }
  const account = openIssuerKey(issuer)
  const schema = schemaOf(items)
  const deadline = head.seconds + SIGNED_SECONDS
  const data = await delegatedCall(
    eas,
    account,
    { issuer: issuer.address, schema, nonce, deadline: BigInt(deadline) },
    items,
  )
  const isPlain = eas.form === 'PLAIN'
  const id = newId()
  const call = { to: chain.address, data }
  let feeWei = 0n

  const store = async (sql: Sql, txHash: Hex) => {
    const stored = await insertSubmission(sql, {
      ...{
        id,
        chainId,
        issuerId: issuer.id,
        operation: operationOf(items),
        schemaUid: schema,
        easNonce: nonce,
        ...call,
      },
      ...{
        state: 'SUBMITTED',
        txHash,
        blockNumber: null,
        blockHash: null,
        fromBlock: Math.max(0, head.number - REORG_BLOCKS),
      },
      deadline: isPlain ? null : deadline,
      itemIds: items.map((item) => item.id),
      feeWei,
      signedUntil: new Date((head.seconds + (isPlain ? SIGNED_SECONDS_PLAIN : SIGNED_SECONDS)) * 1000),
      now: ctx.now,
    })
    if (!stored) return false
    await renewExpiry(sql, issuer.id, addSeconds(ctx.now, ITEM_TTL_SECONDS))
    await recordUse(sql, ctx, issuer, { id, operation: operationOf(items), items: items.length, nonce })
    return true
  }
  const toSend: ToSend = {
    chainId,
    subject: subjectOf(id),
    ...call,
    isThere: async () => false,
    gasFor: async (sender, { maxFeePerGas }) => {
      const gas = await chain.gasFor(call, sender)
      if (gas > mostGas(chainId)) throw new TooMuchGas(Number((mostGas(chainId) * 95n) / gas) / 100)
      feeWei = gas * maxFeePerGas
      if (await isWithinBudget(sqlOver(ctx.pool), { organizationId, chainId, wei: feeWei, now: ctx.now })) return gas
      throw new OverBudget()
    },
    noteSubmitted: store,
  }
  const submission = await submitTransaction(ctx, toSend, chain, key)
  if (submission === 'waiting') await waitWith(ctx, items, NO_FUNDS)
}

/** That the desk signed with an organization's key is in that organization's audit log. */
async function recordUse(
  sql: Sql,
  ctx: Ctx,
  issuer: Issuer,
  used: { id: string; operation: string; items: number; nonce: bigint },
): Promise<void> {
  await recordAudit(sql, {
    organizationId: issuer.organizationId,
    actor: { kind: 'system', name: 'attest-chain' },
    action: 'issuer.signed',
    target: `issuer:${issuer.id}`,
    details: {
      submission: used.id,
      operation: used.operation,
      items: used.items,
      chain_id: caip2(issuer.chainId),
      nonce: used.nonce.toString(),
    },
    requestId: ctx.requestId,
    now: ctx.now,
  })
}

const TOO_LARGE: Refusal = { name: 'TOO_LARGE', sentence: 'It takes more gas than one transaction may hold.' }

const NODE_REFUSES: Refusal = {
  name: 'NODE_REFUSES',
  sentence: 'The node that was asked could not tell what becomes of it; it is asked again.',
}

const NO_ISSUER_KEY: Refusal = {
  name: 'ISSUER_KEY',
  sentence: 'The desk cannot open the key it keeps for this issuer: its operator has to look at ENCRYPTION_KEY.',
}

const NO_FUNDS: Refusal = {
  name: 'SUBMITTER_WAITS',
  sentence: 'The desk’s sender cannot pay for the transaction now; it is tried again.',
}

function noKey(chainId: number): Refusal {
  log.error({ chainId }, `SUBMITTER_KEY_${chainId} is not set: no attestation can be sent there`)
  return { name: 'SUBMITTER_WAITS', sentence: 'The desk has no sender on this chain: its operator has to name one.' }
}

/** Why nothing may be signed for an issuer any more; null: it may. */
export function requireUsable(issuer: Issuer, now: Date): Refusal | null {
  if (issuer.status !== 'ACTIVE')
    return { name: 'ISSUER_ENDED', sentence: 'This issuer was ended: ask again with the new one.' }
  if (issuer.validUntil && issuer.validUntil <= now)
    return { name: 'DELEGATION_OVER', sentence: 'The delegation that names this issuer is over: sign a new one.' }
  return null
}

/** A refusal that is not an item's own fault, for together the chain would take them; null: something else went wrong. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof TooMuchGas) return TOO_LARGE
  if (error instanceof KeyUnusable) return NO_ISSUER_KEY
  return error instanceof EasRefused ? error.refusal : null
}

function fail(ctx: Ctx, items: readonly PendingItem[], refusal: Refusal): Promise<void> {
  const failed = items.map(({ id }) => ({ id, refusal }))
  return inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => failItems(tx, failed, ctx.now))
}

const WAITING_SECONDS = 10

/** They wait, and say for what; their time goes on. */
export function waitWith(ctx: Ctx, items: readonly PendingItem[], { name, sentence }: Refusal): Promise<void> {
  const runAfter = addSeconds(ctx.now, WAITING_SECONDS)
  const next = { runAfter, code: name, error: sentence, now: ctx.now }
  return postponeItems(sqlOver(ctx.pool), idsOf(items), next)
}

function waitUntilTomorrow(ctx: Ctx, items: readonly PendingItem[]): Promise<void> {
  const runAfter = endOfDay(ctx.now)
  const error = 'The organization’s gas budget for today on this chain is used up: this goes on tomorrow (UTC).'
  const expiresAt = addSeconds(runAfter, ITEM_TTL_SECONDS)
  return postponeItems(sqlOver(ctx.pool), idsOf(items), {
    ...{ runAfter, expiresAt, error, code: 'GAS_BUDGET', now: ctx.now },
  })
}

/** A failure of none of them: tried again a few times, then they go to the dead letters. */
export async function tryLater(ctx: Ctx, items: readonly PendingItem[], { name, sentence }: Refusal): Promise<void> {
  const tries = Math.max(...items.map((item) => item.tries)) + 1
  const seconds = backoffSeconds(tries)
  if (seconds === null) return fail(ctx, items, { name, sentence })

  const runAfter = addSeconds(ctx.now, seconds)
  await postponeItems(sqlOver(ctx.pool), idsOf(items), { runAfter, tries, code: name, error: sentence, now: ctx.now })
}

function idsOf(items: readonly PendingItem[]): string[] {
  return items.map(({ id }) => id)
}

function schemaOf([first]: readonly PendingItem[]): Hex {
  if (!first) throw new RangeError('A group holds an item')
  return first.schema_uid
}

function operationOf([first]: readonly PendingItem[]): PendingItem['operation'] {
  return first?.operation ?? 'ATTEST'
}
