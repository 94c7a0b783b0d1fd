import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOURS = 256

/**
 * The same picture with at most 256 colours and a palette: a page of text has few, and the rest go to the nearest kept
 * one. Takes what Chromium writes: 8 bits, RGB or RGBA without transparency, not interlaced.
 */
export function shrinkPng(file: Buffer): Buffer {
  const { width, height, pixels } = decode(file)
  const palette = choosePalette(pixels)
  const index = new Map(palette.map((colour, at) => [colour, at]))
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixels[y * width + x] ?? 0
      if (!index.has(colour)) index.set(colour, nearest(colour, palette))
      rows[y * (width + 1) + 1 + x] = index.get(colour) ?? 0
    }
  }

  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  const data = deflateSync(rows, { level: 9, memLevel: 9 })
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

type Picture = { width: number; height: number; pixels: Uint32Array }

/** Each pixel as 0xRRGGBB. */
export function decode(file: Buffer): Picture {
  const chunks = [...readChunks(file)]
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (!header) throw new Error('This is no PNG')
  const [depth, kind, interlaced] = [header[8], header[9], header[12]]
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  const raw = inflateSync(Buffer.concat(parts))

  if (kind === 3) {
    const palette = chunks.find(({ type }) => type === 'PLTE')?.data ?? Buffer.alloc(0)
    const lines = unfilter(raw, width, height, 1)
    return { width, height, pixels: Uint32Array.from(lines, (at) => palette.readUIntBE(at * 3, 3)) }
  }
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error('Not a PNG as Chromium writes it')
  const bytes = kind === 2 ? 3 : 4
  const lines = unfilter(raw, width, height, bytes)
  const pixels = new Uint32Array(width * height)
  for (let at = 0; at < pixels.length; at++) pixels[at] = lines.readUIntBE(at * bytes, 3)
  return { width, height, pixels }
}

function* readChunks(file: Buffer) {
  for (let at = SIGNATURE.length; at < file.length; ) {
    const length = file.readUInt32BE(at)
    yield { type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) }
    at += 12 + length
  }
}

/** Undoes the filters of PNG (specification §9), line by line. */
function unfilter(raw: Buffer, width: number, height: number, bytes: number): Buffer {
  const stride = width * bytes
  const lines = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x >= bytes ? (lines[at - bytes] ?? 0) : 0
      const up = y > 0 ? (lines[at - stride] ?? 0) : 0
      const corner = x >= bytes && y > 0 ? (lines[at - stride - bytes] ?? 0) : 0
      lines[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predict(filter, left, up, corner)
    }
  }
  return lines
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/** The most frequent colours, so that paper, ink and the edges of letters stay as they are. */
function choosePalette(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byCount = [...counts].sort(([a, many], [b, more]) => more - many || a - b)
  return byCount.slice(0, COLOURS).map(([colour]) => colour)
}

function nearest(colour: number, palette: number[]): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [at, kept] of palette.entries()) {
    const red = (colour >> 16) - (kept >> 16)
    const green = ((colour >> 8) & 255) - ((kept >> 8) & 255)
    const blue = (colour & 255) - (kept & 255)
    const distance = red * red + green * green + blue * blue
    if (distance < least) [best, least] = [at, distance]
  }
  return best
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.length, 0)
  head.write(type, 4, 'latin1')
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])) >>> 0, 0)
  return Buffer.concat([head, data, tail])
}
