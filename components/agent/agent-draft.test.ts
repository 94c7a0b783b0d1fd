import { describe, expect, it } from 'vitest'
import { Capability } from '@/lib/agent/schemas'
import { readTags, toAgentBody } from './agent-draft'

const capability = { key: 'a', description: ' Translates ', tags: 'Legal, german  legal', version: '1.0.0' }
const draft = { name: ' Translator ', capabilities: [capability], days: '30' }
const errorsOf = (over: object) => {
  const read = toAgentBody({ ...draft, ...over })
  return 'errors' in read ? Object.keys(read.errors) : []
}

describe('what is typed about an agent', () => {
  it('becomes what the desk takes', () => {
    const read = toAgentBody(draft)
    expect(read).toEqual({
      body: {
        name: 'Translator',
        capabilities: [{ description: 'Translates', tags: ['legal', 'german'], version: '1.0.0' }],
        ttl_seconds: 2_592_000,
      },
    })
    expect('body' in read && Capability.safeParse(read.body.capabilities[0]).success).toBe(true)
  })

  it('needs no name', () => {
    expect(toAgentBody({ ...draft, name: ' ' })).toMatchObject({ body: { name: null } })
  })

  it.each([
    ['name', { name: 'x'.repeat(81) }],
    ['ttl_seconds', { days: '0' }],
    ['ttl_seconds', { days: '366' }],
    ['ttl_seconds', { days: '1.5' }],
    ['capabilities', { capabilities: [] }],
    ['capabilities.0.description', { capabilities: [{ ...capability, description: ' ' }] }],
    ['capabilities.0.tags', { capabilities: [{ ...capability, tags: 'good, -bad' }] }],
    ['capabilities.1.version', { capabilities: [capability, { ...capability, version: '1' }] }],
    ['capabilities.0.version', { capabilities: [{ ...capability, version: '01.0.0' }] }],
  ])('says what is wrong with %s', (field, over) => {
    expect(errorsOf(over)).toEqual([field])
  })

  it('has tags by commas and spaces', () => {
    expect(readTags(' a,b  c,,A ')).toEqual(['a', 'b', 'c'])
    expect(readTags('')).toEqual([])
  })
})
