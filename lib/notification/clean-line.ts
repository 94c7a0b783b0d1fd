/** Control characters, line and paragraph separators, and signs that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu
const LINK_LIKE = /:\/\/|\b(?:www\.|mailto:|tel:)|[\p{L}\p{N}-][.\u3002\uff0e\uff61]\p{L}{2,}|\d+(?:\.\d+){3}/iu

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
  const line = title ? withoutLink(title, 80) : null
  return line === null ? instead : `“${line}”`
}

/** Pure: what somebody wrote, as one line; null when nothing is left of it, or a mail program would make a link of it. */
export function withoutLink(text: string, most: number): string | null {
  const line = cleanLine(text, most)
  return line === '' || LINK_LIKE.test(line) ? null : line
}
