import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { verifyBundle } from '../../lib/proof/verify'
import { addressOf, PARTIES } from './parties'

const sample = readFileSync('public/sample-bundle.json')
const asOf = new Date('2026-12-01T00:00:00.000Z')

it('verifies offline, and says what it is worth', async () => {
  const report = await verifyBundle(sample, { asOf, desk: addressOf(PARTIES.desk) })

  const claimed = report.links.filter(({ verdict }) => verdict !== 'proven')
  expect(claimed.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['funds', 'claimed'],
    ['anchor', 'claimed'],
  ])
  expect(report).toMatchObject({
    exit: 0,
    outcome: 'FULFILLED',
    warnings: ['Anchored on a local chain, worth nothing.'],
  })
})

it('names the desk that sealed it', async () => {
  const report = await verifyBundle(sample, { asOf, desk: addressOf(PARTIES.creator) })
  expect(report.exit).toBe(1)
})
