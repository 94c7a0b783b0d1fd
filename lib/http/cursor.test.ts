import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor, toPage } from './cursor'
import { PageQuery } from './page'

const Position = z.tuple([z.string(), z.int()])
const mine = { user: 'a', status: 'DRAFT' }

describe('a cursor', () => {
  it('leads back to its place', () => {
    expect(decodeCursor(mine, encodeCursor(mine, ['x', 7]), Position)).toEqual(['x', 7])
  })

  it.each([
    ['of another query', encodeCursor({ ...mine, status: 'SENT' }, ['x', 7])],
    ['of another shape', encodeCursor(mine, ['x', "7'; DROP TABLE users"])],
    ['made up', 'abc'],
    ['of JSON that is no cursor', Buffer.from('{"a":1}').toString('base64url')],
  ])('%s is refused', (_what, cursor) => {
    expect(() => decodeCursor(mine, cursor, Position)).toThrow(expect.objectContaining({ code: 'E9004' }))
  })
})

describe('a page', () => {
  const rows = [1, 2, 3]
  const pageOfTwo = (given: number[]) =>
    toPage(
      mine,
      given,
      2,
      (n) => ['n', n],
      (n) => ({ n }),
    )

  it('has a cursor to its last row when there is more', () => {
    const page = pageOfTwo(rows)
    expect(page.data).toEqual([{ n: 1 }, { n: 2 }])
    expect(decodeCursor(mine, page.next_cursor ?? '', Position)).toEqual(['n', 2])
  })

  it('has none when there is not', () => {
    expect(pageOfTwo([1, 2])).toEqual({ data: [{ n: 1 }, { n: 2 }], next_cursor: null })
    expect(pageOfTwo([])).toEqual({ data: [], next_cursor: null })
  })

  it('holds 50 unless asked for 1 to 200', () => {
    expect(PageQuery.parse({}).limit).toBe(50)
    expect(PageQuery.parse({ limit: '200' }).limit).toBe(200)
    for (const limit of ['0', '201', '1.5', 'x', '']) expect(PageQuery.safeParse({ limit }).success).toBe(false)
  })
})
