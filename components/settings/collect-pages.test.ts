import { expect, it } from 'vitest'
import { collectPages } from './collect-pages'

it('asks for page after page until there is none', async () => {
  const asked: string[] = []
  const pages = [
    { data: [1, 2], next_cursor: 'a+b' },
    { data: [3], next_cursor: null },
  ]
  const all = await collectPages(async (query) => pages[asked.push(query) - 1] ?? { data: [], next_cursor: null })
  expect(all).toEqual([1, 2, 3])
  expect(asked).toEqual(['?limit=200', '?limit=200&cursor=a%2Bb'])
})
