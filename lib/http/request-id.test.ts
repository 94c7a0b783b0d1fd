import { expect, it } from 'vitest'
import { isId } from '@/lib/id'
import { requestIdOf } from './request-id'

const given = (id: string) => requestIdOf(new Headers({ 'x-request-id': id }))

it('keeps the caller’s when it is 1 to 128 visible characters', () => {
  for (const id of ['a', 'trace-1:/~!', 'x'.repeat(128)]) expect(given(id)).toBe(id)
})

it('makes one otherwise', () => {
  for (const id of ['', 'x'.repeat(129), 'two words', 'é']) expect(isId(given(id))).toBe(true)
  expect(isId(requestIdOf(new Headers()))).toBe(true)
})
