import type pg from 'pg'
import { expect, it, vi } from 'vitest'
import type { Result } from './health'
import { Recorder } from './recorder'

vi.mock('./record', () => ({
  recordResults: async (_: unknown, results: Result[]) => ({ written: results, disabled: [] }),
}))

const result = (eventId: string) => ({ eventId }) as Result

/** Runs `work` when so many microtasks have passed. */
function after(microtasks: number, work: () => void): void {
  if (microtasks === 0) work()
  else queueMicrotask(() => after(microtasks - 1, work))
}

it.each(Array.from({ length: 12 }, (_, microtasks) => microtasks))(
  'writes what comes while it is ending, %i microtasks after its last batch',
  async (microtasks) => {
    const settled: string[] = []
    const recorder = new Recorder({} as pg.Pool, {
      onRecorded: () => {},
      onSettled: (results) => {
        settled.push(...results.map(({ eventId }) => eventId))
        if (settled.length === 1) after(microtasks, () => recorder.add(result('second')))
      },
    })
    recorder.add(result('first'))
    await vi.waitFor(() => expect(settled).toEqual(['first', 'second']), { timeout: 500, interval: 5 })
    await recorder.drain()
    expect(recorder.backlog).toBe(0)
  },
)
