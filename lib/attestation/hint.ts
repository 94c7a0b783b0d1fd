import { keccak256 } from 'viem'
import { resolveNetwork } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { parseJson } from '@/lib/http/body'
import { log } from '@/lib/log'
import { enqueue } from '@/lib/queue/enqueue'
import { singleton } from '@/lib/singleton'
import { checkHint, type SignedHint, transactionsIn } from './hint-signature'
import { insertHint } from './hint-store'

const refusals = singleton('refused-hints', () => ({ count: 0 }))

/** Calls to the chain webhook this process refused for their signature or time since it began. */
export function refusedHints(): number {
  return refusals.count
}

/**
 * A provider says that something happened on a chain. That is only a reason to look: what it says is not believed, and an
 * attestation is confirmed from the chain alone. Stored before anything is done with it; the same call again is 409.
 */
export async function takeHint(
  ctx: Ctx,
  { network, ...signed }: SignedHint & { network: string },
): Promise<{ status: 'ACCEPTED'; looking_at: number }> {
  const { CHAIN_WEBHOOK_SECRET, CHAIN_WEBHOOK_SECRET_PREVIOUS } = env()
  const keys = [CHAIN_WEBHOOK_SECRET, CHAIN_WEBHOOK_SECRET_PREVIOUS].filter((key) => key !== undefined)
  if (keys.length === 0)
    throw new AppError('E9010', 'This desk takes no chain webhooks: its operator sets CHAIN_WEBHOOK_SECRET.')

  const checked = checkHint(signed, keys, ctx.now)
  if (checked !== 'ok') throw refuse(checked)
  const chainId = resolveNetwork(network)
  const txHashes = namedIn(signed.body)
  // Of what was signed alone: one call is one call, whatever network it is made for.
  const hash = keccak256(Buffer.concat([Buffer.from(`${signed.timestamp}.`), signed.body]))

  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const id = await insertHint(tx, { hash, chainId, txHashes, now: ctx.now })
    if (!id)
      throw new AppError('E9009', 'This call was made before. Sign a new timestamp for another.', { status: 409 })
    await enqueue(tx, 'look-at-hint', { id })
  })
  return { status: 'ACCEPTED', looking_at: txHashes.length }
}

/** What is no JSON, or too deep, names none: that is a reason to look too. */
function namedIn(body: Uint8Array): string[] {
  try {
    return transactionsIn(parseJson(body))
  } catch {
    return []
  }
}

function refuse(why: 'wrong' | 'old'): AppError {
  refusals.count += 1
  log.warn({ why }, 'a chain webhook was refused')
  return new AppError(
    'E9006',
    why === 'old'
      ? 'X-Countersign-Timestamp is more than five minutes from now (Unix seconds).'
      : 'X-Countersign-Signature is not the HMAC-SHA256 of `timestamp.body` with a live key, in hexadecimal.',
  )
}
