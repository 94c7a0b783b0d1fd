import type { IncomingMessage } from 'node:http'

/** How much of an answer is read for the record. */
export const KEPT_BYTES = 1_024
/** A longer answer is read to its end, so that the connection can be used again, but no further than this. */
const DRAINED_BYTES = 64 * 1_024
/** The status decides; what follows it gets this long. */
const BODY_MS = 1_000

/** The first KiB of an answer as text: whatever came until it was full, over, broken off or too slow. Never rejects. */
export function readStart(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const told = () => resolve(toText(Buffer.concat(chunks).subarray(0, KEPT_BYTES)))
    const timer = setTimeout(() => response.destroy(), BODY_MS)

    response.on('data', (chunk: Buffer) => {
      if (bytes < KEPT_BYTES) chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= KEPT_BYTES) told()
      if (bytes > DRAINED_BYTES) response.destroy()
    })
    response.on('error', told)
    response.on('close', () => {
      clearTimeout(timer)
      told()
    })
  })
}

/** Pure: as UTF-8, a character that was cut off left out; no NUL, which the database cannot hold. */
export function toText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes, { stream: bytes.length === KEPT_BYTES }).replaceAll('\0', '\ufffd')
}
