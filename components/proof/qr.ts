import { create } from 'qrcode'

/** A QR code as one path in a square of `size` modules, its quiet zone included. */
export type QrPicture = { path: string; size: number; version: number }

/** The margin readers want around a code. */
const QUIET = 4

/**
 * Pure: the QR code of a text, or null when it would be finer than `maxVersion` and so too fine for a phone to read off a
 * screen. `level` is how much of it may be hidden: L for a screen, M for paper.
 */
export function drawQr(text: string, level: 'L' | 'M', maxVersion = 25): QrPicture | null {
  const code = makeCode(text, level)
  if (!code || code.version > maxVersion) return null

  const { size, data } = code.modules
  const rows = Array.from({ length: size }, (_, y) => runsOf(data.subarray(y * size, (y + 1) * size), y))
  return { path: rows.join(''), size: size + 2 * QUIET, version: code.version }
}

function makeCode(text: string, level: 'L' | 'M') {
  try {
    return create(text, { errorCorrectionLevel: level })
  } catch {
    // More than the finest code holds.
    return null
  }
}

/** Dark modules side by side are one bar, so that no hairlines stand between them. */
function runsOf(row: Uint8Array, y: number): string {
  const bars = [
    ...row
      .map((dark) => (dark ? 1 : 0))
      .join('')
      .matchAll(/1+/g),
  ]
  return bars.map(({ index, 0: bar }) => `M${index + QUIET} ${y + QUIET}h${bar.length}v1h-${bar.length}z`).join('')
}
