type Decoded = { text: string } | { fault: string }

/** What a spreadsheet has to be told, whatever it wrote. */
const SAVE_AS = 'Save it as “CSV UTF-8” and choose it again.'

/** Pure: the text of a file in UTF-8; what it is in instead. Nothing is guessed: a wrong letter would be attested for good. */
export function decodeFile(bytes: Uint8Array): Decoded {
  if (isUtf16(bytes)) return { fault: `is written in UTF-16, not in UTF-8. ${SAVE_AS}` }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { fault: `is not written in UTF-8, but in an older encoding such as Windows-1252. ${SAVE_AS}` }
  }
}

/** By its mark, or since every other byte of plain letters is zero: no text in UTF-8 has a zero in it. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0)
}
