import { expect, it } from 'vitest'
import { sweep } from '@/lib/queue/sweep'
import { startSweeping } from './sweeping'

it('is no leak to Node, however many sweeps wait at the same time', async () => {
  const warnings: string[] = []
  const note = ({ name }: Error) => void warnings.push(name)
  process.on('warning', note)
  const stop = startSweeping(Array.from({ length: 30 }, (_, n) => sweep(`sweep ${n}`, 1_000_000, async () => {})))
  await new Promise(setImmediate)
  await stop()
  process.off('warning', note)
  expect(warnings).toEqual([])
})
