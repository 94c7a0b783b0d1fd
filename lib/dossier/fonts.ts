import path from 'node:path'
import { Font } from '@react-pdf/renderer'
import { encodeGlyph, type Outline } from './encode-glyph'

/** The faces of the desk's pages, from the same files; for what people write, more letters of the same hand. */
const FACES = {
  Newsreader: '@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2',
  'Newsreader more': '@fontsource-variable/newsreader/files/newsreader-latin-ext-wght-normal.woff2',
  Inter: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'Inter more': '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
  'IBM Plex Mono': '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
} as const

/** The part of fontkit that writes a font's used glyphs into the file. */
type Subset = {
  glyf: Uint8Array[]
  loca: { offsets: number[] }
  hmtx: { metrics: { advance: number; bearing: number }[] }
  offset: number
  _addGlyph(id: number): number
}
type Glyph = { path: Outline; advanceWidth: number; bbox: { minX: number }; codePoints: number[] }
type Face = {
  createSubset(): Subset
  getGlyph(id: number, codePoints?: number[]): Glyph
  hasGlyphForCodePoint(code: number): boolean
}

let ready: Promise<Face[]> | undefined

/** What neither face of a family can show would come out as other letters: it becomes a question mark. */
export async function makeShowable(): Promise<(text: string) => string> {
  ready ??= register()
  const [serif, moreSerif, sans, moreSans] = await ready
  const shows = (code: number) =>
    [serif, moreSerif].some((face) => face?.hasGlyphForCodePoint(code)) &&
    [sans, moreSans].some((face) => face?.hasGlyphForCodePoint(code))
  return (text) => [...text].map((letter) => (shows(letter.codePointAt(0) ?? 0) ? letter : '?')).join('')
}

async function register(): Promise<Face[]> {
  const folder = path.join(process.cwd(), 'node_modules')
  for (const [family, file] of Object.entries(FACES)) Font.register({ family, src: path.join(folder, file) })
  // Words are broken only when no line could hold them.
  Font.registerHyphenationCallback((word) => word.match(/.{1,80}/gsu) ?? [word])
  return Promise.all(Object.keys(FACES).map(loadFace))
}

async function loadFace(family: string): Promise<Face> {
  const source = Font.getRegisteredFonts()[family]?.sources[0]
  if (!source) throw new Error(`${family} is not registered`)
  await source.load()
  const face = source.data as unknown as Face
  rememberLetters(face)
  const create = face.createSubset.bind(face)
  face.createSubset = () => withPlainGlyphs(face, create())
  return face
}

/** fontkit keeps a glyph it first met as a part of another one without its letter, and it could not be copied as text. */
function rememberLetters(face: Face): void {
  const get = face.getGlyph.bind(face)
  face.getGlyph = (id, codePoints = []) => {
    const glyph = get(id, codePoints)
    if (glyph.codePoints.length === 0) glyph.codePoints = codePoints
    return glyph
  }
}

/** fontkit copies glyphs as they lie in the file, which of WOFF2 are no glyphs yet. */
function withPlainGlyphs(face: Face, subset: Subset): Subset {
  subset._addGlyph = (id) => {
    const glyph = face.getGlyph(id)
    const bytes = encodeGlyph(glyph.path)
    subset.glyf.push(bytes)
    subset.loca.offsets.push(subset.offset)
    subset.hmtx.metrics.push({ advance: glyph.advanceWidth, bearing: Math.round(glyph.bbox.minX || 0) })
    subset.offset += bytes.length
    return subset.glyf.length - 1
  }
  return subset
}
