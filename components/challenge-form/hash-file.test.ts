import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashFile, MOST_BYTES, saySize } from './hash-file'

describe('a document', () => {
  it('is hashed as anybody else would hash it, and says how far it is', async () => {
    const bytes = Buffer.alloc(3_000_001, 7)
    const heard: number[] = []
    const hash = await hashFile(new Blob([bytes]), (read) => heard.push(read))
    expect(hash).toBe(`0x${createHash('sha256').update(bytes).digest('hex')}`)
    expect(heard.at(-1)).toBe(bytes.length)
    expect([...heard].sort((a, b) => a - b)).toEqual(heard)
  })

  it('may be empty', async () => {
    expect(await hashFile(new Blob([]), () => {})).toBe(`0x${createHash('sha256').digest('hex')}`)
  })

  const file = (size: number, parts: Uint8Array[]) => {
    const stream = () => new Blob(parts as Uint8Array<ArrayBuffer>[]).stream()
    return { size, stream } as unknown as Blob
  }
  it.each([
    ['too large', file(MOST_BYTES + 1, []), /larger than 1 GiB/],
    ['shorter than it said', file(9, [new Uint8Array(8)]), /changed while/],
    ['longer than it said', file(7, [new Uint8Array(8)]), /could not be read/],
    [
      'gone',
      { size: 1, stream: () => new ReadableStream({ start: (c) => c.error(new Error('gone')) }) } as unknown as Blob,
      /could not be read/,
    ],
  ])('is refused with a sentence when it is %s', async (_, blob, sentence) => {
    await expect(hashFile(blob, () => {})).rejects.toThrow(sentence)
  })

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1.0 kB'],
    [47_300, '47 kB'],
    [5_250_000, '5.3 MB'],
    [2 ** 30, '1.1 GB'],
  ])('of %i bytes is called %s', (bytes, text) => {
    expect(saySize(bytes)).toBe(text)
  })
})
