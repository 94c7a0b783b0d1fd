import { sha256 } from '@noble/hashes/sha2.js'
import { type Hex, hexOf } from '@/lib/proof/hash'

/**
 * SHA-256 of a file, read piece by piece, so that a film costs no more memory than a letter. `onProgress` is told how many
 * bytes are done. Throws what reading throws, and AbortError once `signal` is aborted.
 */
export async function hashDocument(file: Blob, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<Hex> {
  const hash = sha256.create()
  let done = 0
  const reader = file.stream().getReader()
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      hash.update(piece.value)
      done += piece.value.length
      onProgress(done)
      signal.throwIfAborted()
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
  return hexOf(hash.digest())
}
