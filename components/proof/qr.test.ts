import { expect, it } from 'vitest'
import { drawQr } from './qr'

const TEXT = 'https://desk.example/proof/0xd2b7ba6098c4b3bd894cbc1f16dc83c2894a5cc2fbb66715d0e6aa2ec2809bd9'

/** The modules a path covers, read back from its bars. */
function modulesOf(path: string, size: number): boolean[][] {
  const grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    grid[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  }
  return grid
}

it('draws a code with its three corners and a quiet margin', () => {
  const qr = drawQr(TEXT, 'M')
  if (!qr) throw new Error('It fits')
  const grid = modulesOf(qr.path, qr.size)
  expect(qr.size).toBe(17 + 4 * qr.version + 8)

  const corner = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
  const read = (x: number, y: number) =>
    grid.slice(y, y + 7).map((row) =>
      row
        .slice(x, x + 7)
        .map((dark) => (dark ? 1 : 0))
        .join(''),
    )
  for (const [x, y] of [
    [4, 4],
    [qr.size - 11, 4],
    [4, qr.size - 11],
  ] as const)
    expect(read(x, y)).toEqual(corner)

  const margin = grid.flatMap((row, y) => row.filter((_, x) => Math.min(x, y, qr.size - 1 - x, qr.size - 1 - y) < 4))
  expect(margin).not.toContain(true)
})

it('gives up on what a phone could not read off a screen', () => {
  expect(drawQr('x'.repeat(1_273), 'L')?.version).toBe(25)
  expect(drawQr('x'.repeat(1_274), 'L')).toBeNull()
  expect(drawQr('x'.repeat(10_000), 'L')).toBeNull()
})
