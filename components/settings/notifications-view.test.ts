import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '@/lib/event/catalogue'
import { choiceRows } from './notifications-view'

const types = Object.entries(CATALOGUE).map(([type, { description }]) => ({ type, description }))

describe('what one may be told of', () => {
  it('is every type once, but what is sent by hand', () => {
    const { first, rest } = choiceRows({ choices: [], types })
    const shown = [...first, ...rest].map(({ type }) => type)
    expect(new Set(shown).size).toBe(shown.length)
    expect(types.map(({ type }) => type).filter((type) => !shown.includes(type))).toEqual([
      'endpoint.test',
      'endpoint.probe',
    ])
    for (const { type } of first) if (type !== '*') expect(Object.keys(CATALOGUE)).toContain(type)
  })

  it('keeps what was chosen, over the API too', () => {
    const choices = [
      { type: 'challenge.turn', email: true, sms: false },
      { type: 'order.paid', email: false, sms: true },
    ]
    const { first, rest } = choiceRows({ choices, types })
    expect(first[0]).toMatchObject({ type: 'challenge.turn', email: true, sms: false })
    expect(rest[0]).toMatchObject({ type: 'order.paid', email: false, sms: true })
  })
})
