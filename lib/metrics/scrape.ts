import { createHash, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { clientAddress } from '@/lib/http/client-address'
import { expose, PROMETHEUS_TEXT } from './exposition'
import { readDesk } from './read-desk'

/** `GET /api/metrics`: the desk's numbers for Prometheus, for whoever has METRICS_TOKEN, or asks from the machine itself where no proxy stands before it. */
export async function scrape(ctx: Pick<Ctx, 'pool' | 'now'>, headers: Headers): Promise<Response> {
  requireScraper(headers)
  const text = await expose(await readDesk(ctx))
  return new Response(text, { headers: { 'content-type': PROMETHEUS_TEXT, 'cache-control': 'no-store' } })
}

function requireScraper(headers: Headers): void {
  const token = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (token !== undefined) {
    const wanted = env().METRICS_TOKEN
    if (wanted !== undefined && isSame(token, wanted)) return
    throw new AppError('E9006', 'This is not the token the metrics are kept for.')
  }
  if (isOpenHere() && isFromHere(headers)) return
  throw new AppError('E9005', 'Send METRICS_TOKEN as a bearer token.')
}

/** A proxy beside the desk may add no header at all: where there can be one, only the token counts. */
function isOpenHere(): boolean {
  return env().COUNTERSIGN_ENV !== 'production' && env().TRUST_PROXY === 0
}

const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'] as const
/** As lib/http/client-address.ts writes them: 127.0.0.0/8, and the /64 that holds ::1. */
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|0:0:0:0::\/64)$/

/**
 * Asked over a loopback connection by the machine itself. A reverse proxy beside the desk connects from there too, for
 * anybody: what came through one is nobody's own call, whatever TRUST_PROXY says.
 */
function isFromHere(headers: Headers): boolean {
  if (FORWARDED.some((name) => headers.has(name))) return false
  return LOOPBACK.test(clientAddress(headers))
}

/** Takes the same time for every wrong token. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
