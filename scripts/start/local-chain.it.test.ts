import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFamily } from './children.mjs'
import { localAddresses, prepareDevnet } from './devnet.mjs'
import { startLocalChain } from './local-chain.mjs'
import { callRpc } from './rpc.mjs'

const SOMEBODY = `0x${'5b'.repeat(20)}`

let dataFolder: string
let family: ReturnType<typeof createFamily>
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'chain-'))
})
afterEach(async () => {
  await family.stopAll()
  rmSync(dataFolder, { recursive: true })
})

const file = (name: string) => path.join(dataFolder, name)
const readBlock = (url: string, tag: string) => callRpc(url, 'eth_getBlockByNumber', [tag, false])
const balanceAt = (url: string, blockHash: string) => callRpc(url, 'eth_getBalance', [SOMEBODY, { blockHash }])

async function start() {
  family = createFamily({ recordFile: file('processes.json') })
  return startLocalChain({ family, dataFolder, say: () => {} })
}

/** Pays somebody 1 wei; answers the block. */
async function pay(url: string) {
  const [rich] = await callRpc(url, 'eth_accounts')
  const hash = await callRpc(url, 'eth_sendTransaction', [{ from: rich, to: SOMEBODY, value: '0x1' }])
  await expect.poll(() => callRpc(url, 'eth_getTransactionReceipt', [hash])).not.toBeNull()
  const { blockNumber } = await callRpc(url, 'eth_getTransactionReceipt', [hash])
  return readBlock(url, blockNumber)
}

/** What the last save has of somebody, and up to which block. There is none for a moment while it is replaced. */
function readSave() {
  try {
    const { best_block_number, accounts } = JSON.parse(gunzipSync(readFileSync(file('chain/state.json.gz'))).toString())
    return { block: Number(best_block_number), balance: accounts[SOMEBODY]?.balance }
  } catch {
    return { block: -1 }
  }
}

describe('the local chain', () => {
  it('goes on after a stop where it was, with the states of its last blocks', async () => {
    const first = await start()
    const [poor, rich] = [await pay(first.url), await pay(first.url)]
    await family.stopAll()

    const { url } = await start()
    expect(await balanceAt(url, poor.hash)).toBe('0x1')
    expect(await balanceAt(url, rich.hash)).toBe('0x2')
    expect(Number((await readBlock(url, 'latest')).number)).toBeGreaterThanOrEqual(Number(rich.number))
  })

  it('is saved soon after a change, so that little is lost when it is killed', async () => {
    const first = await start()
    const paid = await pay(first.url)
    // How soon depends on how long the machine takes to save.
    await expect.poll(readSave).toMatchObject({ balance: '0x1' })
    await expect.poll(() => readSave().block).toBeGreaterThanOrEqual(Number(paid.number))
    first.child.process.kill('SIGKILL')
    await first.child.ended

    const { url } = await start()
    expect(await balanceAt(url, paid.hash)).toBe('0x1')
  })

  it('keeps the time of the world, also after a pause', async () => {
    await start()
    await family.stopAll()
    await sleep(2_000)

    const begun = Math.floor(Date.now() / 1000)
    const { url } = await start()
    await callRpc(url, 'evm_mine')
    const { timestamp } = await readBlock(url, 'latest')
    expect(Number(timestamp)).toBeGreaterThanOrEqual(begun)
    // A second block within a second is of the next one.
    expect(Number(timestamp)).toBeLessThanOrEqual(Date.now() / 1000 + 1)
  })

  it('makes blocks by itself, and a block for each change is final soon', async () => {
    const { url } = await start()
    const paid = await pay(url)
    await expect
      .poll(() => readBlock(url, 'finalized').then(({ number }) => Number(number)), { timeout: 5_000 })
      .toBeGreaterThanOrEqual(Number(paid.number))
  })

  it('begins again from the same first block when it is lost, with our contracts where they were', async () => {
    const first = await start()
    const genesis = await readBlock(first.url, '0x0')
    await prepareDevnet({ rpcUrl: first.url })
    await family.stopAll()
    rmSync(file('chain'), { recursive: true })

    const { url } = await start()
    expect((await readBlock(url, '0x0')).hash).toBe(genesis.hash)
    expect(await callRpc(url, 'eth_getCode', [localAddresses.eas, 'latest'])).toBe('0x')
    expect(await prepareDevnet({ rpcUrl: url })).toContain('eas')
    expect(await callRpc(url, 'eth_getCode', [localAddresses.eas, 'latest'])).toMatch(/^0x60/)
    expect(await prepareDevnet({ rpcUrl: url })).toEqual([])
  })

  it('gets what an earlier version did not have, with everything else where it was', async () => {
    const { url } = await start()
    await prepareDevnet({ rpcUrl: url })
    for (const added of [localAddresses.escrow, localAddresses.testFeed, localAddresses.auditorStake]) {
      await callRpc(url, 'anvil_setCode', [added, '0x'])
      await callRpc(url, 'anvil_setNonce', [added, '0x0'])
    }

    expect((await prepareDevnet({ rpcUrl: url })).sort()).toEqual(['auditor-stake', 'challenge-escrow', 'test-feed'])
    for (const address of Object.values(localAddresses).filter((one) => one !== localAddresses.treasury)) {
      expect(await callRpc(url, 'eth_getCode', [address, 'latest'])).toMatch(/^0x60/)
    }
  })

  it('is read from the copy before when the last one is damaged, and refuses when both are', async () => {
    const first = await start()
    const paid = await pay(first.url)
    await family.stopAll()
    copyFileSync(file('chain/state.json.gz'), file('chain/state.earlier.json.gz'))
    truncateSync(file('chain/state.json.gz'), 1000)

    const second = await start()
    expect(await balanceAt(second.url, paid.hash)).toBe('0x1')
    await family.stopAll()
    for (const name of ['state', 'state.earlier']) truncateSync(file(`chain/${name}.json.gz`), 1000)
    await expect(start()).rejects.toThrow('cannot be read')
  })

  it('refuses a chain that began otherwise', async () => {
    await start()
    await family.stopAll()
    writeFileSync(file('genesis.json'), JSON.stringify({ hash: `0x${'ab'.repeat(32)}`, timestamp: 1_700_000_000 }))
    await expect(start()).rejects.toThrow(`is not the one the data folder ${dataFolder} belongs to`)
  })
})
