import { inflateSync } from 'node:zlib'

/** The text of a PDF as a reader copies it out, line after line: what its fonts' ToUnicode maps make of what is drawn. */
export function textOfPdf(bytes: Uint8Array): string {
  const file = Buffer.from(bytes).toString('latin1')
  const objects = new Map(
    [...file.matchAll(/(\d+) 0 obj\n?([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id, body ?? '']),
  )
  const maps = new Map<string, Map<string, string>>()
  for (const [id, body] of objects) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(body)?.[1]
    if (unicode) maps.set(id ?? '', readMap(streamOf(objects.get(unicode) ?? '')))
  }
  const names = new Map<string, Map<string, string>>()
  for (const body of objects.values()) {
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = maps.get(id ?? '')
      if (name && map) names.set(name, map)
    }
  }
  return [...objects.values()].map((body) => textOf(streamOf(body), names)).join('')
}

function streamOf(body: string): string {
  const [, head, data] = /^([\s\S]*?)\nstream\n([\s\S]*?)\nendstream/.exec(body) ?? []
  if (data === undefined) return ''
  if (!head?.includes('FlateDecode')) return data
  try {
    return inflateSync(Buffer.from(data, 'latin1')).toString('latin1')
  } catch {
    return ''
  }
}

/** Glyph → text, by the ranges pdfkit writes. */
function readMap(map: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, first, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    const texts = [...(list ?? '').matchAll(/<([0-9a-f ]*)>/g)].map(([, hex]) => decode(hex ?? ''))
    for (const [index, text] of texts.entries()) {
      found.set((Number.parseInt(first ?? '0', 16) + index).toString(16).padStart(4, '0'), text)
    }
  }
  return found
}

const decode = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')

function textOf(stream: string, names: ReadonlyMap<string, Map<string, string>>): string {
  let map: Map<string, string> | undefined
  let text = ''
  for (const [token, font, hex] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]*)>|\bET\b/g)) {
    if (font) map = names.get(font)
    else if (hex !== undefined) text += (hex.match(/.{4}/g) ?? []).map((glyph) => map?.get(glyph) ?? '').join('')
    else if (token === 'ET') text += '\n'
  }
  return text
}
