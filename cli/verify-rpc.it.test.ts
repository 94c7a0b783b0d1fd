import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPublicClient, createWalletClient, type Hex, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import eas from '../lib/chain/abi/eas.json'
import { makeBundle, type Recipe } from '../lib/proof/make-bundle.fixture'
import { DESK } from '../lib/proof/sign.fixture'
import { addresses, fundedAccount, rpcUrl } from '../test/services/chain'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-rpc-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A bundle whose root really is timestamped on the chain of this run, and not by a run before. */
async function anchoredBundle(): Promise<Uint8Array> {
  const once = Math.random()
  const recipe: Recipe = {
    anchoredOn: 31337,
    change: { log: (entries) => entries.map((entry) => ({ ...entry, data: { ...entry.data, once } })) },
  }
  const { anchor } = (await makeBundle(recipe)).bundle
  if (anchor.state !== 'FINAL') throw new Error('not anchored')

  const transport = http(rpcUrl())
  const wallet = createWalletClient({ account: await fundedAccount(), chain: foundry, transport })
  const chain = createPublicClient({ chain: foundry, transport })
  const contract = addresses().eas.toLowerCase() as Hex
  const tx_hash = await wallet.writeContract({
    address: contract,
    abi: eas.abi,
    functionName: 'timestamp',
    args: [anchor.root],
  })
  const { blockNumber } = await mined(chain, tx_hash)
  const { timestamp } = await chain.getBlock({ blockNumber })

  const block_time = new Date(Number(timestamp) * 1000).toISOString()
  const real = { ...anchor, eas: contract, tx_hash, block_number: Number(blockNumber), block_time }
  const { bytes } = await makeBundle({
    ...recipe,
    change: { ...recipe.change, anchor: () => real },
  })
  return bytes
}

it('countersign verify --rpc proves when a bundle was anchored', async () => {
  const file = path.join(folder, 'bundle.json')
  writeFileSync(file, await anchoredBundle())
  const out = await new Promise<string>((resolve, reject) => {
    const args = [path.join(import.meta.dirname, 'countersign.mjs'), 'verify', file, '--rpc', rpcUrl(), '--desk', DESK]
    execFile(process.execPath, args, (failure, printed) => (failure ? reject(new Error(printed)) : resolve(printed)))
  })
  expect(out).toMatch(/^✓ proven +anchor +timestamped in block \d+ at .* \(local chain, worth nothing\)$/m)
  expect(out).toMatch(/^! Anchored on a local chain, worth nothing\.$/m)
})
