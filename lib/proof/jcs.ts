import canonicalize from 'canonicalize'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * RFC 8785 text of a JSON value. Members that are undefined are left out, like JSON.stringify does.
 * Throws an Error for what JCS cannot carry: undefined itself, NaN, Infinity, bigint, lone surrogates, cycles.
 */
export function jcs(value: unknown): string {
  const text = serialize(value)
  if (text === undefined) throw new Error('Not canonical JSON: nothing to write')
  return text
}

/** UTF-8 bytes of `jcs(value)`. */
export function jcsBytes(value: unknown): Uint8Array {
  return encoder.encode(jcs(value))
}

/**
 * The value of a JSON text that is exactly its own JCS. Throws an Error that says what is wrong: bad UTF-8, not JSON, or
 * JSON in another form (spaces, order, duplicate names, other spellings of a number or a string).
 */
export function parseCanonical(input: Uint8Array | string): unknown {
  const { text, value } = parseJson(input)
  if (jcs(value) !== text) throw new Error('The JSON is not in its canonical form (RFC 8785)')
  return value
}

/** The text and value of any JSON, canonical or not. Throws an Error for bad UTF-8 or broken JSON. */
export function parseJson(input: Uint8Array | string): { text: string; value: unknown } {
  const text = typeof input === 'string' ? input : decode(input)
  try {
    return { text, value: JSON.parse(text) }
  } catch (cause) {
    throw new Error('The file is not JSON', { cause })
  }
}

function serialize(value: unknown): string | undefined {
  try {
    return canonicalize(value)
  } catch (cause) {
    throw new Error(`Not canonical JSON: ${cause instanceof Error ? cause.message : 'unknown value'}`, { cause })
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new Error('The file is not UTF-8', { cause })
  }
}
