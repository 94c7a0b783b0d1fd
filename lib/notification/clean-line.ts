/** Control characters, line and paragraph separators, and signs that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu
const LINK_LIKE = /:\/\/|\bwww\.|[\p{L}\p{N}-]\.\p{L}{2,}/iu

/**
 * Pure: text from people as one line that may stand in a header: no line break ends it early, nothing in it is invisible.
 * Longer ones are cut, by whole characters.
 */
export function cleanLine(text: string, most = 150): string {
  const line = text.replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim()
  const characters = [...line]
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : line
}

/**
 * Pure: a title in quotes, for a sentence. Mail programs make links of whatever looks like one, and a title is a
 * stranger's: one that does is left out.
 */
export function quoteTitle(title: string | null | undefined, instead: string): string {
  const line = title ? cleanLine(title, 80) : ''
  return line === '' || LINK_LIKE.test(line) ? instead : `“${line}”`
}
