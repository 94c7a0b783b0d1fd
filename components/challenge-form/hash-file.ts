/** One gibibyte: more would not fit into the memory of many a phone. */
export const MOST_BYTES = 2 ** 30

/** Sentences for the person; nothing else is thrown by `hashFile`. */
export class CannotHash extends Error {
  override name = 'CannotHash'
}

/**
 * SHA-256 of a file as lower-case `0x` text, by the browser itself; the file goes nowhere. `onProgress` hears how many
 * bytes have been read. Throws CannotHash.
 */
export async function hashFile(file: Blob, onProgress: (bytes: number) => void): Promise<`0x${string}`> {
  if (file.size > MOST_BYTES) throw new CannotHash('This file is larger than 1 GiB: too large to hash in a page.')
  if (!globalThis.crypto?.subtle)
    throw new CannotHash('This page is not opened safely (https), so it cannot hash files.')

  const digest = await crypto.subtle.digest('SHA-256', await readAll(file, onProgress))
  return `0x${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

async function readAll(file: Blob, onProgress: (bytes: number) => void): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(new ArrayBuffer(file.size))
  let read = 0
  try {
    const reader = file.stream().getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (read + next.value.length > file.size) throw new Error('It grew while it was read')
      bytes.set(next.value, read)
      read += next.value.length
      onProgress(read)
    }
  } catch {
    throw new CannotHash('This file could not be read. It may have been moved, changed, or be a folder.')
  }
  if (read !== file.size) throw new CannotHash('This file changed while it was read. Add it again.')
  return bytes.buffer
}

/** Pure: `47 kB`, as file managers write it. */
export function saySize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  const value = bytes / 1_000 ** step
  if (step === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[step]}`
}
