import type { Answer } from '@/lib/delivery/types'

/** How a vendor took a message: as any other try of a delivery. Only its word for the error is kept: sentences quote addresses. */
export type VendorAnswer = Extract<Answer, { kind: 'answered' | 'failed' | 'void' }>

/** A message that hangs is given up, well within what a try may take. */
export const VENDOR_TIMEOUT_MS = 12_000

type Refusal = { status: number; code: string; durationMs: number; retryAfter?: string | null | undefined }

/**
 * Pure: a vendor's no. A wrong key or sender is the desk's own mistake and not the message's: it waits until somebody has put
 * it right. 410 means nothing here, and must not pass for an endpoint that is gone.
 */
export function refused({ status, code, durationMs, retryAfter }: Refusal): VendorAnswer {
  const text = cleanCode(code)
  if (status === 401 || status === 403)
    return { kind: 'failed', reason: `The desk was not let in (${text}).`, durationMs }
  const seconds = Number(retryAfter ?? Number.NaN)
  return {
    kind: 'answered',
    status: status === 410 ? 400 : status,
    text,
    durationMs,
    retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null,
  }
}

export function taken(durationMs: number): VendorAnswer {
  return { kind: 'answered', status: 200, text: '', durationMs, retryAfterSeconds: null }
}

/** Pure: a word, whatever the vendor put there. */
export function cleanCode(code: string): string {
  return /^[\w-]{1,60}$/.test(code) ? code : 'unknown'
}
