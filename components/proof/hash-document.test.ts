import { expect, it } from 'vitest'
import { sha256Hex } from '@/lib/proof/hash'
import { hashDocument } from './hash-document'

const never = new AbortController().signal

it('hashes a file as sha256sum does, whatever the pieces it comes in', async () => {
  for (const size of [0, 1, 63, 64, 65, 65_536, 200_000]) {
    const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31) % 251)
    const told: number[] = []
    const hash = await hashDocument(new Blob([bytes]), (done) => void told.push(done), never)
    expect(hash, `${size} bytes`).toBe(sha256Hex(bytes))
    expect(told.at(-1) ?? 0).toBe(size)
  }
})

it('knows the hash of nothing', async () => {
  expect(await hashDocument(new Blob([]), () => {}, never)).toBe(
    '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
})

it('stops when another file is chosen', async () => {
  const stop = new AbortController()
  const halfway = hashDocument(new Blob([new Uint8Array(1_000_000)]), () => stop.abort(), stop.signal)
  await expect(halfway).rejects.toThrow(/abort/i)
})
