import { describe, expect, it } from 'vitest'
import { readSearch } from './read-search'

describe('what the address of the search asks for', () => {
  it('is everything when nothing is said', () => {
    expect(readSearch({ q: ' ', tags: '', other: 'x' })).toMatchObject({ filter: {}, asked: { q: '', tags: '' } })
  })

  it('is words, all of some tags, and a least trust', () => {
    expect(readSearch({ q: ' translate ', tags: 'Legal, german', min_trust: '0.6' })).toMatchObject({
      filter: { q: 'translate', tags: ['legal', 'german'], min_trust: 0.6 },
    })
  })

  it.each([
    ['min_trust', { min_trust: '2' }],
    ['min_trust', { min_trust: 'much' }],
    ['tags', { tags: 'no good tag!' }],
    ['q', { q: 'x'.repeat(201) }],
  ])('keeps what is wrong with %s, and says so', (name, params) => {
    const read = readSearch(params)
    expect('errors' in read && Object.keys(read.errors)).toEqual([name])
    expect(read.asked).toMatchObject(params)
  })
})
