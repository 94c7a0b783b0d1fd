import { describe, expect, it } from 'vitest'
import { AckItems, InboxFilter, LeaseItems, NackItem, RequeueDead } from './schemas'

const metadata = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`metadata.k${i}`, 'v']))

describe('the filters of the inbox', () => {
  it('reads statuses, times and metadata', () => {
    const filter = InboxFilter.parse({ status: 'DEAD,PENDING', from: '2026-12-01T00:00:00Z', 'metadata.a.b-c_1': 'x' })
    expect(filter).toMatchObject({
      status: ['PENDING', 'DEAD'],
      from: new Date('2026-12-01T00:00:00Z'),
      metadata: [['a.b-c_1', 'x']],
    })
  })

  it.each([
    { status: 'OPEN' },
    { status: '' },
    { status: ['DEAD', 'PENDING'] },
    { type: '*' },
    { type: 'a..b' },
    { type: "a'b" },
    { type: 'order.paid\n' },
    { type: ['a', 'b'] },
    { from: 'yesterday' },
    { endpoint: 'mine' },
    { 'metadata.': 'x' },
    { metadata: 'x' },
    { "metadata.a') OR 1=1 --": 'x' },
    { 'metadata.a b': 'x' },
    { 'metadata.a->b': 'x' },
    { 'metadata.é': 'x' },
    { [`metadata.${'k'.repeat(65)}`]: 'x' },
    { 'metadata.a': ['x', 'y'] },
    { 'metadata.a': 'x\0' },
    { 'metadata.a': 'x'.repeat(1001) },
    { 'payload.a': 'x' },
    { colour: 'red' },
    metadata(11),
    { ...metadata(9), type: 'a', status: 'DEAD' },
  ])('refuses %j', (query) => {
    expect(InboxFilter.safeParse(query).success).toBe(false)
  })

  it('takes ten at a time', () => {
    expect(InboxFilter.parse({ ...metadata(8), type: 'a', status: 'DEAD', limit: '5' }).metadata.length).toBe(8)
  })
})

describe('the calls of the inbox', () => {
  const id = '0193f1a2-8a40-7c55-8f21-3b9d7e1c6a02'

  it('have defaults', () => {
    expect(LeaseItems.parse({})).toEqual({ max: 10, visibility_seconds: 30 })
    expect(NackItem.parse({})).toEqual({ delay_seconds: 0 })
  })

  it.each([
    { max: 0 },
    { max: 101 },
    { max: 1.5 },
    { max: '5' },
    { visibility_seconds: 4 },
    { visibility_seconds: 43_201 },
    { types: [] },
    { types: ['a b'] },
    { wait: 5 },
  ])('refuse to lease %j', (body) => expect(LeaseItems.safeParse(body).success).toBe(false))

  it.each([{}, { ids: [], all: true }, { ids: [id], all: true }, { all: false }, { ids: ['x'] }])(
    'refuse to requeue %j',
    (body) => expect(RequeueDead.safeParse(body).success).toBe(false),
  )

  it('refuse an item named twice, and a reason with control characters', () => {
    expect(AckItems.safeParse({ items: [{ id }, { id }] }).success).toBe(false)
    expect(AckItems.safeParse({ items: [] }).success).toBe(false)
    expect(NackItem.safeParse({ reason: 'a\nb' }).success).toBe(false)
  })
})
