/** The outline of a glyph, as fontkit gives it. */
export type Outline = { commands: readonly { command: string; args: readonly number[] }[] }

type Point = { x: number; y: number; onCurve: boolean }

/**
 * Pure: an outline as the bytes of a simple glyph of a TrueType font, four-byte aligned; no bytes for an empty one. The
 * fonts of the desk come as WOFF2, whose glyphs are packed in a way of their own: what is embedded must be written anew.
 */
export function encodeGlyph({ commands }: Outline): Uint8Array {
  const contours = toContours(commands)
  const points = contours.flat()
  if (points.length === 0) return new Uint8Array(0)

  const size = 10 + contours.length * 2 + 2 + points.length * 5
  const bytes = new Uint8Array(size + ((4 - (size % 4)) % 4))
  const view = new DataView(bytes.buffer)
  let at = 0
  const int16 = (value: number) => {
    view.setInt16(at, value)
    at += 2
  }
  int16(contours.length)
  for (const side of boxOf(points)) int16(side)
  let end = -1
  for (const contour of contours) {
    end += contour.length
    int16(end)
  }
  int16(0)
  for (const { onCurve } of points) bytes[at++] = onCurve ? 1 : 0
  for (const axis of ['x', 'y'] as const) {
    let last = 0
    for (const point of points) {
      int16(point[axis] - last)
      last = point[axis]
    }
  }
  return bytes
}

function toContours(commands: Outline['commands']): Point[][] {
  const contours: Point[][] = []
  for (const { command, args } of commands) {
    if (command === 'moveTo') contours.push([])
    const contour = contours.at(-1)
    for (let i = 0; contour && i + 1 < args.length; i += 2) {
      const onCurve = command !== 'quadraticCurveTo' || i === 2
      contour.push({ x: Math.round(args[i] ?? 0), y: Math.round(args[i + 1] ?? 0), onCurve })
    }
  }
  return contours.map(withoutClosing).filter((contour) => contour.length > 1)
}

/** A contour closes by itself: the point it began with need not come again. */
function withoutClosing(contour: Point[]): Point[] {
  const [first, last] = [contour[0], contour.at(-1)]
  const returns = contour.length > 1 && last?.onCurve && first?.x === last.x && first.y === last.y
  return returns ? contour.slice(0, -1) : contour
}

function boxOf(points: readonly Point[]): number[] {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
