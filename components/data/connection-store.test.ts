import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createConnection } from './connection-store'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is looked for until it answers, and says so once', async () => {
  const probe = vi.fn<() => Promise<boolean>>().mockRejectedValueOnce(new Error('refused')).mockResolvedValueOnce(false)
  probe.mockResolvedValue(true)
  const connection = createConnection(probe)
  const seen: string[] = []
  connection.subscribe(() => seen.push(connection.state()))

  connection.lost()
  connection.lost()
  expect(seen).toEqual(['lost'])
  await vi.advanceTimersByTimeAsync(499)
  expect(probe).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(probe).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(seen).toEqual(['lost'])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(seen).toEqual(['lost', 'here'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(probe).toHaveBeenCalledTimes(3)
})

it('waits longer each time, but never more than ten seconds, and looks at once when asked', async () => {
  const probe = vi.fn<() => Promise<boolean>>().mockResolvedValue(false)
  const connection = createConnection(probe)
  connection.lookNow()
  expect(probe).not.toHaveBeenCalled()

  connection.lost()
  await vi.advanceTimersByTimeAsync(24_500)
  expect(probe).toHaveBeenCalledTimes(6)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(probe).toHaveBeenCalledTimes(7)

  probe.mockResolvedValue(true)
  connection.lookNow()
  await vi.advanceTimersByTimeAsync(0)
  expect(connection.state()).toBe('here')
})

it('tells nobody who has left', async () => {
  const connection = createConnection(async () => true)
  const listener = vi.fn()
  connection.subscribe(listener)()
  connection.lost()
  await vi.advanceTimersByTimeAsync(500)
  expect(listener).not.toHaveBeenCalled()
})
