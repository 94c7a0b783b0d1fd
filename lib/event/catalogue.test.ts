import { describe, expect, it } from 'vitest'
import { CATALOGUE } from './catalogue'
import { listEventTypes } from './list-event-types'
import { EventFilter, EventTypeAnswer } from './schemas'

describe('the catalogue', () => {
  it('has an example of every type, in the shape events have', () => {
    const { data } = listEventTypes()

    expect(data.map(({ type }) => type)).toEqual(Object.keys(CATALOGUE))
    for (const entry of data) {
      expect(EventTypeAnswer.parse(entry)).toEqual(entry)
      expect(entry.example.type).toBe(entry.type)
    }
  })

  it('can be filtered by every type and every noun it has', () => {
    for (const type of Object.keys(CATALOGUE)) {
      expect(EventFilter.safeParse({ type }).success, type).toBe(true)
      expect(EventFilter.safeParse({ type: type.replace(/\..*/, '.*') }).success, type).toBe(true)
    }
    expect(EventFilter.safeParse({ type: '*' }).success).toBe(false)
    expect(EventFilter.safeParse({ type: 'challenge.*.sent' }).success).toBe(false)
  })
})
