import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { httpReader } from '../../lib/proof/chain-reader'
import { verifyBundleOnline } from '../../lib/proof/verify'
import { type FrozenChain, startFrozenChain } from './frozen-chain'
import { GENESIS, makeSampleBundle } from './make'

let chain: FrozenChain
let made: Uint8Array

beforeAll(async () => {
  chain = await startFrozenChain(GENESIS)
  made = await makeSampleBundle(chain)
})
afterAll(() => chain.close())

it('makes the bytes that are shipped', () => {
  expect(Buffer.from(made).toString('utf8')).toBe(readFileSync('public/sample-bundle.json', 'utf8'))
})

it('is anchored on the chain it names: with its node only the funds stay a claim', async () => {
  const report = await verifyBundleOnline(made, { asOf: GENESIS, chains: [await httpReader(chain.rpcUrl)] })

  const open = report.links.filter(({ verdict }) => verdict !== 'proven')
  expect(open.map(({ name, verdict }) => [name, verdict])).toEqual([['funds', 'claimed']])
  expect(report.exit).toBe(0)
})
