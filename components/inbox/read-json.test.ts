import { describe, expect, it } from 'vitest'
import { readJsonObject } from './read-json'
import { ALL_TEMPLATES } from './templates'

const errorOf = (text: string) => {
  const read = readJsonObject(text)
  return 'error' in read ? read.error : null
}

describe('a JSON object that was typed', () => {
  it('is read', () => {
    expect(readJsonObject(' {"a": [1, "<script>"]} ')).toEqual({ value: { a: [1, '<script>'] } })
  })

  it.each(['[1]', '"text"', 'null', '12'])('is not %s', (text) => {
    expect(errorOf(text)).toMatch(/not an object/)
  })

  it('says where it stops being one', () => {
    expect(errorOf('{\n  "a": 1,\n  b: 2\n}')).toBe('This is not JSON: look at line 3, character 3.')
    expect(errorOf('{"a": 1')).toMatch(/^This is not JSON: /)
    expect(errorOf('  ')).toMatch(/^Write a JSON object/)
  })
})

it('templates have types the desk takes, and none of its own nouns', () => {
  for (const { type, subject } of ALL_TEMPLATES) {
    expect(type).toMatch(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/)
    expect(subject).not.toBe('')
  }
  expect(new Set(ALL_TEMPLATES.map(({ type }) => type)).size).toBe(ALL_TEMPLATES.length)
})
