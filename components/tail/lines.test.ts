import { expect, it } from 'vitest'
import { MOST_LINES, toTailQuery, toText, withNewer, withOlder } from './lines'
import type { TailLine } from './types'

const line = (id: string): TailLine => ({
  ...{
    id,
    at: '2026-11-21T10:00:00.000Z',
    level: 'info',
    source: 'api',
    message: `line ${id}`,
    request_id: null,
    context: {},
  },
})
const ids = (lines: TailLine[]) => lines.map(({ id }) => id)

it('new lines stand before the others, each once', () => {
  expect(ids(withNewer([line('2'), line('1')], [line('3'), line('2')]))).toEqual(['3', '2', '1'])
  expect(ids(withOlder([line('3'), line('2')], [line('2'), line('1')]))).toEqual(['3', '2', '1'])
})

it('the page holds so many at most', () => {
  const many = Array.from({ length: MOST_LINES }, (_, i) => line(`old ${i}`))
  const held = withNewer(many, [line('new')])
  expect(held).toHaveLength(MOST_LINES)
  expect(held[0]?.id).toBe('new')
})

it('what is not asked for is not in the query', () => {
  expect(toTailQuery({ level: 'debug', text: ' ', request_id: '' })).toEqual({})
  expect(toTailQuery({ level: 'warn', text: ' lease ', request_id: 'r-1' })).toEqual({
    ...{ level: 'warn', text: 'lease', request_id: 'r-1' },
  })
})

it('copied lines are one object each, in the order they were said', () => {
  const text = toText([line('2'), line('1')])
  expect(text.split('\n').map((each) => JSON.parse(each).id)).toEqual(['1', '2'])
})
