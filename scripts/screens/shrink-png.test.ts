import { crc32, deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { decode, shrinkPng } from './shrink-png'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** An RGB picture whose lines are given as they stand in the file, their filter first. */
function png(width: number, lines: number[][]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(lines.length, 4)
  header.set([8, 2], 8)
  const data = deflateSync(Buffer.from(lines.flat()))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

it('reads every filter', () => {
  const filtered = png(2, [
    [0, 10, 20, 30, 40, 50, 60],
    [1, 10, 20, 30, 30, 30, 30],
    [2, 0, 0, 0, 1, 1, 1],
    [3, 5, 10, 15, 16, 16, 16],
    [4, 0, 0, 0, 0, 0, 0],
  ])
  expect([...decode(filtered).pixels]).toEqual([
    0x0a141e, 0x28323c, 0x0a141e, 0x28323c, 0x0a141e, 0x29333d, 0x0a141e, 0x29333d, 0x0a141e, 0x29333d,
  ])
})

it('keeps a picture of few colours as it is', () => {
  const picture = png(3, [
    [0, 250, 247, 241, 29, 27, 23, 179, 48, 31],
    [0, 250, 247, 241, 250, 247, 241, 29, 27, 23],
  ])
  expect(decode(shrinkPng(picture))).toEqual(decode(picture))
})

it('gives a rare colour the nearest frequent one', () => {
  const many = Array.from({ length: 256 }, (_, at) => [at, 0, 0])
  const picture = png(513, [[0, ...many.flat(), ...many.flat(), 7, 1, 0]])
  const { pixels } = decode(shrinkPng(picture))
  expect(pixels.at(-1)).toBe(0x070000)
  expect(pixels[255]).toBe(0xff0000)
})
