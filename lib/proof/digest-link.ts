import { NotOurTypedData, readTypedDataText, type SigningQuestion } from './digest-read'
import { type MessageOf, typedData } from './typed-data'

/** What a link may unpack to at most: our texts are a few kilobytes. */
const MAX_BYTES = 64 * 1024

/**
 * A question for a wallet as the fragment of a link: base64url of deflate-raw of its JSON without the types, which the other
 * side knows. Browsers keep fragments to themselves.
 */
export async function packTypedData({ primaryType, domain, message }: SigningQuestion): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify({ primaryType, domain, message }))
  const packed = await collect(through(json, new CompressionStream('deflate-raw')), Number.POSITIVE_INFINITY)
  return btoa(String.fromCharCode(...packed))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** The other way. Throws NotOurTypedData for a fragment that is cut short, changed on the way or not ours. */
export async function unpackTypedData(fragment: string): Promise<SigningQuestion> {
  return readTypedDataText(await inflate(fragment.replace(/^#/, '')))
}

async function inflate(packed: string): Promise<string> {
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    )
    const json = await collect(through(bytes, new DecompressionStream('deflate-raw')), MAX_BYTES)
    return new TextDecoder('utf-8', { fatal: true }).decode(json)
  } catch {
    throw new NotOurTypedData('The link is not whole. Scan it again, or paste the typed data itself.')
  }
}

/** The typed data whole, as it goes to a wallet or into a file. */
export function toFile({ primaryType, domain, message }: SigningQuestion): string {
  return JSON.stringify(typedData(primaryType, domain, message as MessageOf<typeof primaryType>), null, 2)
}

function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream)
}

async function collect(stream: ReadableStream<Uint8Array>, max: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > max) {
      await reader.cancel()
      throw new Error('too large')
    }
    parts.push(next.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
