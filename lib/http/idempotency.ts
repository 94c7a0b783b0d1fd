import { createHash } from 'node:crypto'
import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { type Answer, keptAnswer, problemAnswer, toAnswer } from './answer'
import {
  type Claim,
  claimKey,
  completeKey,
  type Kept,
  KeyConflict,
  type KeyScope,
  releaseKey,
} from './idempotency-store'
import { toAppError } from './problem'
import { Reply } from './reply'
import type { RouteSpec } from './spec'

const KEY = /^[\x21-\x7e]{1,255}$/

/** The Idempotency-Key of a call to a route that takes one, or null. E9004 when it cannot be a key. */
export function idempotencyKeyOf(spec: RouteSpec, headers: Headers): string | null {
  const key = spec.idempotent ? headers.get('idempotency-key') : null
  if (key !== null && !KEY.test(key)) {
    throw new AppError('E9004', 'An Idempotency-Key has 1 to 255 visible ASCII characters.', {
      fields: [{ path: 'Idempotency-Key', message: 'Use 1 to 255 visible ASCII characters.' }],
    })
  }
  return key
}

/** Pure: what an Idempotency-Key is bound to: the raw bytes, and the query where there is one. */
export function hashBody(bytes: Uint8Array, search: string): string {
  return createHash('sha256').update(bytes).update(search).digest('hex')
}

/**
 * Runs `verb` once per key (domain §12). The key's row is inserted first, running, under a lease of 60 s. What the verb
 * returns from its transaction is stored by that same transaction, so a process that dies leaves either both the
 * change and its answer or neither. Should the verb return something else than its transaction did, that replaces the
 * stored answer afterwards; should the process die just in between, a repeat gets the transaction's value. Refusals
 * (4xx) are kept by a statement of their own; 401, 429 and 5xx are not.
 */
export async function runOnce(
  spec: RouteSpec,
  ctx: Ctx,
  scope: KeyScope,
  verb: (ctx: Ctx) => unknown,
): Promise<Answer | Response> {
  const sql = sqlOver(ctx.pool)
  const claim = await claimKey(sql, scope, ctx.now)
  if (!('leaseUntil' in claim)) return keptAnswer(claim.status, claim.answer)

  const stored: { kept: Kept | null } = { kept: null }
  const beforeCommit = async (tx: Sql, result: unknown) => {
    const kept = keptOf(spec, result)
    await completeKey(tx, claim, kept)
    stored.kept = kept
  }

  try {
    const result = await verb({ ...ctx, beforeCommit })
    if (result instanceof Response) return result

    await settle(sql, claim, keptOf(spec, result), stored.kept)
    return toAnswer(result, spec.status ?? 200)
  } catch (error) {
    return refuse(sql, claim, toAppError(error), ctx.requestId)
  }
}

/** Stores the final answer where the transaction has not stored it already. */
async function settle(sql: Sql, claim: Claim, final: Kept, stored: Kept | null): Promise<void> {
  if (stored?.status === final.status && stored.answer === final.answer) return
  await completeKey(sql, claim, final)
}

async function refuse(sql: Sql, claim: Claim, error: AppError, requestId: string): Promise<Answer> {
  const answer = problemAnswer(error, requestId)
  if (error instanceof KeyConflict) return answer

  if (isKept(error.status)) await completeKey(sql, claim, { status: error.status, answer: answer.text ?? '' })
  else await releaseKey(sql, claim).catch(toAppError)
  return answer
}

function isKept(status: number): boolean {
  return status < 500 && status !== 429 && status !== 401
}

/** What is stored of a result: the answer's text, one-time secrets left out. */
function keptOf(spec: RouteSpec, result: unknown): Kept {
  const { status, text } = toAnswer(withoutSecrets(result, spec.secrets ?? []), spec.status ?? 200)
  return { status, answer: text ?? '' }
}

function withoutSecrets(result: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0) return result
  if (result instanceof Reply) return new Reply(result.status, withoutSecrets(result.body, secrets), result.headers)
  if (typeof result !== 'object' || result === null) return result

  const blanks = Object.fromEntries(secrets.filter((name) => name in result).map((name) => [name, null]))
  return Object.keys(blanks).length === 0 ? result : { ...result, ...blanks, secret_omitted: true }
}
