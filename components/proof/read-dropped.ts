import { Unreadable } from './unreadable'

/** A bundle is at most this large; anything larger is some other document. */
const MAX_BUNDLE_BYTES = 16 * 1024 * 1024

/** The bytes of a file that is meant to be a bundle; null for any other document. A damaged bundle is still one. */
export async function readBundle(file: Blob): Promise<Uint8Array | null> {
  if (file.size > MAX_BUNDLE_BYTES) return null
  try {
    if (!(await file.slice(0, 1).text()).startsWith('{')) return null
    const bytes = new Uint8Array(await file.arrayBuffer())
    return looksLikeBundle(bytes) ? bytes : null
  } catch {
    throw new Unreadable('The file could not be read. Choose it again.')
  }
}

/** Two marks, so that one changed character does not make it something else. */
export function looksLikeBundle(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  return text.includes('countersign.bundle/') || text.includes('countersign.receipt/')
}

/** A hash as people have it: from sha256sum, from a page, with 0x or without. Null for anything else. */
export function readHash(text: string): `0x${string}` | null {
  const digits = /^(?:0x)?([0-9a-f]{64})$/i.exec(text.trim())?.[1]
  return digits ? `0x${digits.toLowerCase()}` : null
}

/** `4.2 MB` */
export function saySize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  const [value, unit] =
    bytes < 1_000_000 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}
