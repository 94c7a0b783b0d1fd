import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { verifyBundle } from '@/lib/proof/verify'
import { changeCharacter } from './change-character'

const sample = new Uint8Array(readFileSync('public/sample-bundle.json'))
const differences = (a: Uint8Array, b: Uint8Array) => [...a.keys()].filter((at) => a[at] !== b[at])

it.each([0, 0.25, 0.5, 0.75, 0.999_999])('changes one character and no other (at %d)', (chance) => {
  const change = changeCharacter(sample, chance, 0.5)

  expect(differences(sample, change.bytes)).toEqual([change.at])
  expect(change.to).not.toBe(change.from)
  expect(String.fromCharCode(change.bytes[change.at] ?? 0)).toBe(change.to)
})

it('shows what stands around it', () => {
  const text = new TextDecoder().decode(sample)
  const { before, from, after } = changeCharacter(sample, 0.3, 0)
  expect(text).toContain(before + from + after)
})

it('is noticed wherever it is', async () => {
  for (let step = 0; step < 40; step++) {
    const { bytes, before, from, after } = changeCharacter(sample, step / 40, (step % 5) / 5)
    expect(await verifyBundle(bytes, { asOf: new Date(0) }), before + from + after).toMatchObject({ exit: 1 })
  }
})

it('leaves the versions alone, which would make the file unknown rather than broken', () => {
  const versions = new TextEncoder().encode('{"v":"countersign.bundle/1","x":"“a”"}')
  const changed = Array.from({ length: 50 }, (_, step) => changeCharacter(versions, step / 50, 0).at)
  expect(new Set(changed.map((at) => String.fromCharCode(versions[at] ?? 0)))).toEqual(new Set(['x', 'a']))
})

it('leaves a file without letters alone', () => {
  expect(() => changeCharacter(new Uint8Array([123, 125]), 0, 0)).toThrow('no letter')
})
