import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBundle, readHash, saySize } from './read-dropped'

const sample = readFileSync('public/sample-bundle.json')

describe('a dropped file', () => {
  it('is a bundle when it is meant to be one, also with a character changed anywhere', async () => {
    expect(await readBundle(new Blob([sample]))).toEqual(new Uint8Array(sample))
    for (const at of [1, 100, sample.length - 10, sample.indexOf('countersign.bundle')]) {
      const changed = Buffer.from(sample)
      changed[at] = changed[at] === 0x78 ? 0x79 : 0x78
      expect(await readBundle(new Blob([changed])), `character ${at}`).not.toBeNull()
    }
  })

  it('is a document otherwise', async () => {
    expect(await readBundle(new Blob(['A letter about countersign.bundle/1']))).toBeNull()
    expect(await readBundle(new Blob(['{"a":1}']))).toBeNull()
    expect(await readBundle(new Blob([]))).toBeNull()
  })
})

describe('a typed hash', () => {
  const digits = 'ab'.repeat(32)
  it.each([digits, `0x${digits}`, ` 0x${digits.toUpperCase()}\n`])('is read as %j', (text) => {
    expect(readHash(text)).toBe(`0x${digits}`)
  })
  it.each(['', '0x12', `${digits}0`, `0x${'g'.repeat(64)}`])('is not %j', (text) => {
    expect(readHash(text)).toBeNull()
  })
})

it('says sizes', () => {
  expect([0, 999, 1_500, 47_300, 4_200_000, 3_000_000_000].map(saySize)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.5 kB',
    '47 kB',
    '4.2 MB',
    '3.0 GB',
  ])
})
