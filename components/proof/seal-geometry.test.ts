import { expect, it } from 'vitest'
import { SEAL_OF } from '@/components/challenge/words'
import { drawSeal, type SealState } from './seal-geometry'

const RINGS = ['open', 'closing', 'whole', 'cracked', 'broken'] as const
const YES_NO = [false, true]

const everyState: SealState[] = RINGS.flatMap((ring) =>
  YES_NO.flatMap((creator) =>
    YES_NO.flatMap((counterparty) => YES_NO.map((filled) => ({ creator, counterparty, ring, filled }))),
  ),
)

it('draws every state unlike any other, and each always alike', () => {
  const drawings = everyState.map((state) => JSON.stringify(drawSeal(state)))
  expect(new Set(drawings).size).toBe(everyState.length)
  expect(everyState.map((state) => JSON.stringify(drawSeal(state)))).toEqual(drawings)
})

it('inks the half of each party that signed', () => {
  const { left, right } = drawSeal({ creator: true, counterparty: false, ring: 'open' })
  expect([left.inked, right.inked]).toEqual([true, false])
})

it('brings the halves together on the way to a receipt', () => {
  const gapOf = (ring: SealState['ring']) => {
    const { left, right } = drawSeal({ creator: true, counterparty: true, ring })
    return right.x - left.x
  }
  expect(gapOf('open')).toBeGreaterThan(gapOf('closing'))
  expect(gapOf('closing')).toBeGreaterThan(gapOf('whole'))
  expect(gapOf('whole')).toBe(0)
})

it('fills the middle only where there is a receipt', () => {
  const filled = Object.entries(SEAL_OF).filter(([, state]) => drawSeal(state).middle !== null)
  expect(filled.map(([status]) => status)).toEqual(['COMPLETED'])
})
