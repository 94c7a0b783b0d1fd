import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readyProof } from '@/cli/build-proof.mjs'
import { database } from '@/lib/db/client'
import { isCaseDraw } from '@/lib/proof/bundle'
import { keccakHex } from '@/lib/proof/hash'
import { makeTaskBundle } from '@/lib/proof/make-task-bundle.fixture'
import { singleton } from '@/lib/singleton'
import { ownDesk } from '@/test/desk-environment'
import { anonymous } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { verifyPostedBundle } from './verify-bundle'

let desk: TestDatabase
beforeAll(async () => {
  desk = await ownDesk()
  await readyProof()
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const ROWS = 1_000
const crowd = Array.from({ length: ROWS }, (_, i) => ({ id: `0x${keccakHex(`row ${i}`).slice(-40)}`, weight: '5000' }))

/** The same task, drawn from a roster it was not drawn from: what it takes to find that out is what counts. */
async function crowded(): Promise<Uint8Array> {
  const { bytes } = await makeTaskBundle({
    change: {
      draw: (draw) => ({ ...draw, rosters: draw.rosters.map((roster) => ({ ...roster, rows: crowd })) }),
    },
  })
  return bytes
}

describe('a bundle with a large roster', () => {
  it('is verified in a thread of its own, so that others are answered meanwhile', async () => {
    const threads: Worker[] = []
    const note = (thread: Worker) => threads.push(thread)
    process.on('worker', note)
    const report = await verifyPostedBundle(anonymous(), { bytes: await crowded() })
    process.off('worker', note)
    expect(threads).toHaveLength(1)
    expect(report.exit).toBe(1)
    expect(report.links.find(({ name }) => name === 'draw')?.detail).toContain(
      'the rows of a roster do not give its root',
    )
  })

  it('is refused while too many wait, and taken again after', async () => {
    const turn = singleton('turns:verify', () => ({ running: 0, waiting: [] as (() => void)[] }))
    const { running } = turn
    turn.running = 2
    turn.waiting.push(...Array.from({ length: 16 }, () => () => undefined))
    const bytes = await crowded()
    await expect(verifyPostedBundle(anonymous(), { bytes })).rejects.toMatchObject({ code: 'E9003', status: 503 })
    turn.waiting.length = 0
    turn.running = running
    expect((await verifyPostedBundle(anonymous(), { bytes })).exit).toBe(1)
  })

  it('finds the same as without the thread, of the chains too', async () => {
    const { bundle, bytes } = await makeTaskBundle()
    const small = await verifyPostedBundle(anonymous(), { bytes })
    if (!bundle.draw || isCaseDraw(bundle.draw)) throw new Error('no draw')
    const large = await verifyPostedBundle(anonymous(), { bytes: await crowded() })
    const names = (links: typeof small.links) => links.map(({ name }) => name)
    expect(names(large.links)).toEqual(names(small.links))
    const verdictOf = ({ links }: typeof small, name: string) => links.find((link) => link.name === name)
    for (const same of ['receipt', 'countersignatures', 'anchor', 'seed']) {
      expect(verdictOf(large, same)).toEqual(verdictOf(small, same))
    }
  })
})
