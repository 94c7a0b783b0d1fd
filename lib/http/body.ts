import { isUtf8 } from 'node:buffer'
import { AppError, type ErrorCode } from '@/lib/errors'

export const DEFAULT_MAX_BYTES = 256 * 1024
const MAX_DEPTH = 64

const EMPTY = new Uint8Array(0)

/** The body's bytes, at most `maxBytes` of them (else `tooLarge`), whatever Content-Length claims. */
export async function readBytes(
  request: Request,
  maxBytes: number,
  tooLarge: ErrorCode = 'E9012',
): Promise<Uint8Array> {
  const bytes = await readAtMost(request, maxBytes)
  if (bytes === null) throw new AppError(tooLarge, `The body may have at most ${maxBytes} bytes.`)
  return bytes
}

/** Null when there are more than `maxBytes`. */
async function readAtMost(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  const declared = request.headers.get('content-length')
  if (declared !== null) {
    if (Number(declared) > maxBytes) return null
    if (declared === '0') return EMPTY
    // The HTTP parser has already made sure that no more than that arrives.
    const bytes = new Uint8Array(await request.arrayBuffer())
    return bytes.byteLength > maxBytes ? null : bytes
  }
  return request.body === null ? EMPTY : readStream(request.body, maxBytes)
}

async function readStream(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Refuses, with E9013, a body that does not say it is plain UTF-8 JSON. */
export function requireJson(headers: Headers): void {
  const type = headers.get('content-type') ?? ''
  if (type !== JSON_TYPE && !isPlainJson(type)) {
    throw new AppError('E9013', 'Send the body as application/json in UTF-8.')
  }
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity')
    throw new AppError('E9013', 'Send the body without a content encoding.')
}

const JSON_TYPE = 'application/json'

function isPlainJson(contentType: string): boolean {
  const [type, ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '')
  return type === JSON_TYPE && (charset === undefined || charset === 'utf-8' || charset === 'utf8')
}

/**
 * Pure: the JSON in `bytes`. E9004 for anything else, and for what would only do harm further in: nesting past 64
 * levels, a key `__proto__`, text that Postgres cannot hold (NUL, lone surrogates).
 */
export function parseJson(bytes: Uint8Array): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isUtf8(buffer)) throw malformed('The body is not UTF-8.')

  const text = buffer.toString('utf8')
  if (depthOf(text) > MAX_DEPTH) throw malformed(`The body is nested deeper than ${MAX_DEPTH} levels.`)

  const value = parse(text)
  if (SUSPICIOUS.test(text)) refuseHarmful(value)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('The body is not JSON.')
  }
}

/** Spellings in which harmful text can arrive; only bodies that match are walked. */
const SUSPICIOUS = /__proto__|\\u(?:0000|005[fF]|[dD][89a-fA-F])/
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function refuseHarmful(value: unknown): void {
  if (typeof value === 'string' && UNSTORABLE.test(value))
    throw malformed('The body holds text that is not valid Unicode.')
  if (typeof value !== 'object' || value === null) return

  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__' || UNSTORABLE.test(key)) throw malformed('The body has a key that is not allowed.')
    refuseHarmful(inner)
  }
}

const QUOTE = 34
const BACKSLASH = 92

/** How deep arrays and objects nest, without building them. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (quoted) {
      if (code === BACKSLASH) i++
      else if (code === QUOTE) quoted = false
    } else if (code === QUOTE) quoted = true
    else if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth)
    else if (code === 125 || code === 93) depth--
  }
  return deepest
}

function malformed(message: string): AppError {
  return new AppError('E9004', message, { fields: [{ path: '', message }] })
}
