import { expect, it } from 'vitest'
import { MAX_OF_ORGANIZATION, MAX_SENDING, MAX_SILENT, Slots } from './slots'

const of = (organizationId: string, isSilent = false) => ({ isSilent, endpoint: { organizationId } })

/** Takes what there is, and returns how to give each back. */
function takeAll(slots: Slots, sending: ReturnType<typeof of>): (() => void)[] {
  const given: (() => void)[] = []
  while (slots.isFree(sending)) given.push(slots.take(sending))
  return given
}

it('gives one organization a quarter, whatever it waits for, and the others theirs', () => {
  const slots = new Slots()
  const first = takeAll(slots, of('a'))
  expect(first).toHaveLength(MAX_OF_ORGANIZATION)
  expect(takeAll(slots, of('b'))).toHaveLength(MAX_OF_ORGANIZATION)
  expect(slots.isFree(of('a'))).toBe(false)
  first[0]?.()
  expect(takeAll(slots, of('a'))).toHaveLength(1)
})

it('gives those who did not answer half, and everybody no more than there is', () => {
  const slots = new Slots()
  const silent = ['a', 'b', 'c'].flatMap((id) => takeAll(slots, of(id, true)))
  expect(silent).toHaveLength(MAX_SILENT)
  for (const id of ['c', 'd', 'e']) takeAll(slots, of(id))
  expect(slots.taken).toBe(MAX_SENDING)
  expect(slots.isFree(of('f'))).toBe(false)
  for (const giveBack of silent) giveBack()
  expect(slots.taken).toBe(MAX_SENDING - MAX_SILENT)
  expect(slots.isFree(of('a', true))).toBe(true)
})
