import { dropUnmined } from '@/lib/chain/send/sent-store'
import type { Ctx, UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { publish } from '@/lib/event/publish'
import { log } from '@/lib/log'
import { caip2 } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { enqueue } from '@/lib/queue/enqueue'
import { tell } from '@/lib/tail/tell'
import { notNow } from '../access'
import { asChainAnswer } from '../chain-answer'
import { revokeOffchainCall } from '../encode'
import { easAddresses } from '../read-eas'
import { type AttestationRow, markRevokedOffchain } from '../store'
import { readRevokeOffchain } from './read-revoked'
import { findKeptIssuer, requireGas, sendRevocation, subjectOf } from './send-revocation'

/** 409 for what is revoked or cannot be. */
export function requireRevocable({ status, revocable }: AttestationRow): void {
  if (status === 'REVOKED') throw notNow('It is revoked already.')
  if (!revocable) throw notNow('It was made so that nobody can revoke it.')
}

/**
 * The revocation of an attestation off chain. EAS takes it from its issuer's own address only. With a kept key the desk sends
 * it, and the key's address pays: 409 names what it lacks. Others get the transaction to send. What the chain then says is
 * read back, now and by a job.
 */
export async function revokeOffchain(ctx: Ctx<UserActor>, row: AttestationRow) {
  requireRevocable(row)
  const { chain_id: chainId, uid, attester } = row
  if (await asChainAnswer(() => readBack(ctx, row)))
    return { uid, status: 'REVOKED' as const, from: attester, calls: [] }

  const isKept = (await findKeptIssuer(ctx, row)) !== null
  if (isKept) await requireGas(row)
  return inTransaction(ctx, async (tx) => {
    await lookAgain(tx, { chainId, uid, looks: 0 })
    return { uid, status: 'WAITING' as const, from: attester, calls: isKept ? [] : [callOf(row)] }
  })
}

function callOf({ chain_id: chainId, uid }: AttestationRow) {
  const { eas } = easAddresses(chainId)
  const says = 'Revoke one off-chain attestation of your organization'
  return { to: eas, data: revokeOffchainCall(uid), value: '0', chain_id: caip2(chainId), says }
}

type Known = Pick<AttestationRow, 'chain_id' | 'uid' | 'attester' | 'organization_id'>

/** Asks the chain whether the issuer revoked it, and keeps that it did. */
export async function readBack(ctx: Pick<Ctx, 'db' | 'pool' | 'now'>, row: Known): Promise<boolean> {
  const { chain_id: chainId, uid, attester } = row
  const seconds = await readRevokeOffchain(chainId, attester, uid)
  if (seconds === 0n) return false

  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const isNews = await markRevokedOffchain(tx, chainId, uid, new Date(Number(seconds) * 1000))
    if (isNews && row.organization_id) await tellRevoked(tx, row, row.organization_id, ctx.now)
  })
  return true
}

async function tellRevoked(sql: Sql, row: Known, organizationId: string, now: Date): Promise<void> {
  const data = { ...told(row), status: 'CONFIRMED', error: null }
  await publish(sql, { type: 'attestation.revoked', subject: row.uid, organizations: [{ organizationId, data }], now })
}

function told({ chain_id, uid }: Known) {
  return { workflow_id: null, index: null, chain_id: caip2(chain_id), uid, operation: 'REVOKE', tx_hash: null }
}

const GIVEN_UP = 'Its issuer’s transaction did not get into a block for a week. Ask for the revocation again.'

/** Nothing more is sent for it, the nonce it waited with is free for what comes after it, and its organization knows. */
async function giveUp(ctx: Ctx, row: Known): Promise<void> {
  const { chain_id: chainId, uid, organization_id: organizationId } = row
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    await dropUnmined(tx, subjectOf(row), ctx.now)
    if (!organizationId) return
    const data = { ...told(row), status: 'FAILED', error: GIVEN_UP }
    const organizations = [{ organizationId, data }]
    await publish(tx, { type: 'attestation.failed', subject: uid, organizations, now: ctx.now })
  })
  const message = `An off-chain attestation is not revoked: ${GIVEN_UP}`
  tell({ organizationId, level: 'warn', source: 'attestations', message, context: { uid, chain: chainId } })
}

const LOOK_SECONDS = [0, 3, 5, 10, 30]
/** From then on, an hour and a half, it is looked at by the hour. */
const BRISK_LOOKS = 60
/** As often as the chain is asked before it is given up: for a week. */
export const MAX_LOOKS = BRISK_LOOKS + 7 * 24

type Look = { chainId: number; uid: Hex; looks: number }

function lookAgain(sql: Sql, look: Look): Promise<void> {
  const delaySeconds = LOOK_SECONDS[look.looks] ?? (look.looks < BRISK_LOOKS ? 90 : 3_600)
  return enqueue(sql, 'offchain-revocation', look, {
    key: `offchain-revocation:${look.chainId}:${look.uid}`,
    delaySeconds,
  })
}

/** Looks whether it was revoked, sends that with the key that is kept for it, and comes back while it was not. */
export async function awaitRevocation(ctx: Ctx, look: Look, row: Known | null) {
  if (!row) return
  try {
    if (await readBack(ctx, row)) return
    if (look.looks >= MAX_LOOKS) return await giveUp(ctx, row)
    const issuer = await findKeptIssuer(ctx, row)
    if (issuer) await sendRevocation(ctx, issuer, row)
  } catch (err) {
    // Thrown, the queue would wait longer each time, and forget it in the end.
    log.warn({ err, chainId: look.chainId, uid: look.uid }, 'an off-chain revocation could not be looked after')
  }
  await lookAgain(sqlOver(ctx.pool), { ...look, looks: Math.min(look.looks + 1, MAX_LOOKS) })
}
