import type { ChallengeView } from '@/components/data/types'

type Document = ChallengeView['documents'][number]

/** The sha256 of a file, computed here: nothing of it is sent anywhere. */
export async function hashFile(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  // Browsers keep their own hashing for pages they think safe: https, or this machine.
  if (!globalThis.crypto?.subtle) return (await import('viem')).sha256(bytes)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return `0x${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Pure: whether a file is one of the documents, in a sentence. A renamed file is still that document. */
export function judgeFile(
  file: { name: string; sha256: string },
  documents: readonly Document[],
): { is: boolean; says: string } {
  const same = documents.find(({ sha256 }) => sha256 === file.sha256)
  if (same) {
    const renamed = same.name === file.name ? '' : `, only named ${file.name} here`
    return { is: true, says: `Yes: this is ${same.name}, byte for byte${renamed}.` }
  }
  const namesake = documents.some(({ name }) => name === file.name)
  return {
    is: false,
    says: namesake
      ? `No: ${file.name} has the same name as a document of this challenge, but it is another file.`
      : `No: ${file.name} is none of the documents of this challenge.`,
  }
}

/** Pure: `47 kB`, `3.2 MB`. */
export function saySize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} byte${bytes === 1 ? '' : 's'}`
  const [size, unit] =
    bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  return `${size < 10 ? size.toFixed(1).replace(/\.0$/, '') : Math.round(size)} ${unit}`
}
