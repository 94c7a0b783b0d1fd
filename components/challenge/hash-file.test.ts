import { createHash } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { hashFile, judgeFile, saySize } from './hash-file'

const bytes = new TextEncoder().encode('blue road bike')
const sha256 = `0x${createHash('sha256').update(bytes).digest('hex')}`
const documents = [{ name: 'photo.jpg', size: bytes.length, sha256 }]

it('hashes a file, also where the browser does not help', async () => {
  expect(await hashFile(new Blob([bytes]))).toBe(sha256)
  vi.stubGlobal('crypto', {})
  expect(await hashFile(new Blob([bytes]))).toBe(sha256)
  vi.unstubAllGlobals()
})

it('says whether it is the file', () => {
  expect(judgeFile({ name: 'photo.jpg', sha256 }, documents).says).toBe('Yes: this is photo.jpg, byte for byte.')
  expect(judgeFile({ name: 'x.jpg', sha256 }, documents)).toEqual({
    is: true,
    says: 'Yes: this is photo.jpg, byte for byte, only named x.jpg here.',
  })
  expect(judgeFile({ name: 'photo.jpg', sha256: '0x00' }, documents).says).toMatch(/^No: photo\.jpg has the same name/)
  expect(judgeFile({ name: 'y.jpg', sha256: '0x00' }, documents)).toMatchObject({ is: false })
})

it('says how large it is', () => {
  expect([1, 999, 1_000, 47_400, 3_240_000, 12e9].map(saySize)).toEqual([
    '1 byte',
    '999 bytes',
    '1 kB',
    '47 kB',
    '3.2 MB',
    '12 GB',
  ])
})
