import type { Sender } from '@/lib/delivery/types'

/** Posts an event to its endpoint's URL as it is, wherever that leads: for tests of what happens around sending. */
export const plainSender: Sender = async (to, event) => {
  const begun = performance.now()
  const passed = () => performance.now() - begun
  try {
    const response = await fetch(to.url ?? '', {
      method: 'POST',
      body: JSON.stringify(event),
      headers: { 'webhook-id': event.id },
      redirect: 'manual',
    })
    const retryAfter = response.headers.get('retry-after')
    return {
      kind: 'answered',
      status: response.status,
      text: await response.text(),
      durationMs: passed(),
      retryAfterSeconds: retryAfter === null ? null : Number(retryAfter),
    }
  } catch {
    return { kind: 'failed', reason: 'CONNECTION_RESET', durationMs: passed() }
  }
}
