/** One character of a file, changed; `before` and `after` are what stands around it. */
export type CharacterChange = { bytes: Uint8Array; at: number; from: string; to: string; before: string; after: string }

const KINDS = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((kind) => [...kind])
const AROUND = 42

/**
 * Pure: changes one letter or digit of a bundle to another of its kind, so that it still reads like the same file.
 * `chance` and `otherChance` are in [0, 1) and choose where and to what.
 */
export function changeCharacter(original: Uint8Array, chance: number, otherChance: number): CharacterChange {
  const kept = findVersions(original)
  const places = [...original.keys()].filter((at) => kindOf(original[at]) !== undefined && !kept.has(at))
  const at = places[Math.floor(chance * places.length)]
  if (at === undefined) throw new Error('There is no letter or digit to change')

  const from = String.fromCharCode(original[at] ?? 0)
  const others = (kindOf(original[at]) ?? []).filter((letter) => letter !== from)
  const to = others[Math.floor(otherChance * others.length)] ?? from
  const bytes = original.slice()
  bytes[at] = to.charCodeAt(0)
  return {
    bytes,
    at,
    from,
    to,
    before: textOf(original, at - AROUND, at),
    after: textOf(original, at + 1, at + AROUND),
  }
}

/** Where version names stand. A file of another version is not broken, only unknown: that shows something else. */
function findVersions(bytes: Uint8Array): Set<number> {
  // In this encoding each byte is a character, so that positions in the text are positions in the file.
  const text = new TextDecoder('latin1').decode(bytes)
  const found = [...text.matchAll(/"v":"[^"]*"/g)]
  return new Set(found.flatMap(({ index, 0: name }) => Array.from(name, (_, offset) => index + offset)))
}

function kindOf(byte: number | undefined): string[] | undefined {
  const letter = String.fromCharCode(byte ?? 0)
  return KINDS.find((kind) => kind.includes(letter))
}

/** A cut through the middle of a longer character shows as nothing rather than as a broken one. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(Math.max(0, from), to)).replaceAll('\ufffd', '')
}
