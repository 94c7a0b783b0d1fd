import { expect, it } from 'vitest'
import { drawRosette } from '@/components/proof/rosette-geometry'
import { keccakHex } from '@/lib/proof/hash'
import { getRosette } from './get-rosette'

const hash = keccakHex('receipt')

it('draws each petal of the hash’s rings once, and turns it', async () => {
  const response = getRosette({ id: hash })
  const svg = await response.text()
  for (const { petal } of drawRosette(hash)) expect(svg.split(petal)).toHaveLength(2)
  const uses = drawRosette(hash).reduce((sum, { petals, copies }) => sum + petals - 1 + copies - 1, 0)
  expect(svg.match(/<use /g)).toHaveLength(uses)
  expect(response.headers.get('content-type')).toBe('image/svg+xml')
})

it('is the same for the same hash and another for any other', async () => {
  const draw = (of: string) => getRosette({ id: keccakHex(of) }).text()
  expect(await draw('a')).toBe(await draw('a'))
  expect(await draw('a')).not.toBe(await draw('b'))
})

it('may be kept for ever, and runs nothing when it is opened by itself', () => {
  const { headers } = getRosette({ id: hash })
  expect(headers.get('cache-control')).toContain('immutable')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})
