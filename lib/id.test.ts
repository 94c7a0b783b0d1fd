import { afterEach, describe, expect, it, vi } from 'vitest'
import { isId, newId } from './id'

afterEach(() => vi.useRealTimers())

const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

describe('newId', () => {
  it('is a uuidv7 of now', () => {
    const before = Date.now()
    const id = newId()
    expect(isId(id)).toBe(true)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(timeOf(id) - before).toBeLessThan(1_000)
    expect(timeOf(id)).toBeGreaterThanOrEqual(before)
  })

  it('sorts in the order they were made, however many a millisecond brings', () => {
    vi.useFakeTimers({ now: new Date('2126-11-20T12:00:00.000Z') })
    const ids = Array.from({ length: 10_000 }, newId)
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
    expect(timeOf(ids.at(-1) as string) - Date.now()).toBeLessThan(5)
  })

  it('goes on when the clock goes back', () => {
    vi.useFakeTimers({ now: new Date('2226-11-20T12:00:00.000Z') })
    const first = newId()
    vi.setSystemTime(new Date('2226-11-20T11:00:00.000Z'))
    expect(newId() > first).toBe(true)
  })

  it('cannot be guessed from another', () => {
    const tails = new Set(Array.from({ length: 1_000 }, () => newId().slice(19)))
    expect(tails.size).toBe(1_000)
  })
})
