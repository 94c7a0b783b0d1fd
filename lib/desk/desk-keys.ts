import { privateKeyToAccount } from 'viem/accounts'
import type { Ctx } from '@/lib/context'
import type { DeskKey } from '@/lib/db/generated/client'
import { inTransaction } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { deskKeyText } from '@/lib/proof/desk-keys'
import type { Hex } from '@/lib/proof/hash'
import { singleton } from '@/lib/singleton'
import { deskAccount } from './seal'
import { insertDeskKey, listDeskKeys, lockDeskKeys } from './store'

/** The desk is misconfigured: it must not seal with a key that nothing ties to the ones before. */
export class DeskKeyError extends Error {}

/**
 * Sees to it that DESK_KEY is the newest of the desk's published keys (domain §7): recorded as the first, or signed by
 * DESK_KEY_PREVIOUS. Throws DeskKeyError, with what to do, when it is neither; then the process must not start. Once done it
 * costs nothing to ask again.
 */
export function ensureDeskKey(ctx: Pick<Ctx, 'db' | 'now'>): Promise<void> {
  const done = singleton('desk-key-recorded', () => new WeakMap<object, Promise<void>>())
  const known = done.get(ctx.db)
  if (known) return known

  const recording = recordDeskKey(ctx)
  done.set(ctx.db, recording)
  recording.catch(() => done.delete(ctx.db))
  return recording
}

async function recordDeskKey(ctx: Pick<Ctx, 'db' | 'now'>): Promise<void> {
  await inTransaction({ db: ctx.db }, async (tx) => {
    await lockDeskKeys(tx)
    const keys = await listDeskKeys(tx)
    const address = deskAccount().address.toLowerCase()
    const newest = keys.at(-1)
    if (newest?.address === address) return

    if (keys.some((key) => key.address === address)) throw replaced(address, newest?.address)
    await insertDeskKey(tx, newest ? await handOver(newest, address, ctx.now) : firstKey(address, ctx.now))
  })
}

/** The addresses of all of them, oldest first. */
export async function listDeskAddresses(ctx: Pick<Ctx, 'db'>): Promise<string[]> {
  return (await listDeskKeys(ctx.db)).map(({ address }) => address)
}

function firstKey(address: string, since: Date): DeskKey {
  return { address, since, signedBy: null, signature: null }
}

async function handOver(before: DeskKey, address: string, now: Date): Promise<DeskKey> {
  const previous = env().DESK_KEY_PREVIOUS
  const account = previous ? privateKeyToAccount(previous as Hex) : null
  if (account?.address.toLowerCase() !== before.address) throw untied(before.address, address)

  // Each key is younger than the one before, even when both were made in the same millisecond.
  const since = new Date(Math.max(now.getTime(), before.since.getTime() + 1))
  const signature = await account.signMessage({ message: deskKeyText(address, since.toISOString()) })
  return { address, since, signedBy: before.address, signature }
}

function untied(before: string, address: string): DeskKeyError {
  return new DeskKeyError(
    `DESK_KEY is ${address}, but this desk's bundles are sealed by ${before}. To change the key, start once with the old ` +
      'one in DESK_KEY_PREVIOUS: it signs the new one over. To keep the old key, put it back into DESK_KEY.',
  )
}

function replaced(address: string, newest: string | undefined): DeskKeyError {
  return new DeskKeyError(
    `DESK_KEY is ${address}, which was replaced by ${newest}. Put the newer key into DESK_KEY, or take a fresh one and give ` +
      'the newer one as DESK_KEY_PREVIOUS.',
  )
}
