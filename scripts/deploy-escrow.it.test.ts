import { execFile } from 'node:child_process'
import path from 'node:path'
import { createPublicClient, type Hex, http, parseAbi } from 'viem'
import { foundry } from 'viem/chains'
import { expect, it } from 'vitest'
import { dealOnChain, holder } from '@/test/factories/deal-on-chain'
import { rpcUrl } from '@/test/services/chain'

const SCRIPT = path.join(import.meta.dirname, 'deploy-escrow.mjs')
const TREASURY = `0x${'7e'.repeat(20)}`

type Ran = { code: number; out: string; error: string }
function run(args: string[], key: string): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { NODE_ENV: 'test' as const, PATH: process.env.PATH ?? '', DEPLOYER_KEY: key }
    execFile(process.execPath, [SCRIPT, ...args], { env }, (failure, out, error) =>
      resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    )
  })
}

it('puts an escrow on a chain that holds a deal, and prints what the desk needs', async () => {
  const { key } = await holder(rpcUrl())
  const { out } = await run(['--rpc', rpcUrl(), '--treasury', TREASURY, '--minimum-stake', '5'], key)
  const [escrow, auditorStake] = ['ESCROW', 'AUDITOR_STAKE'].map(
    (name) => new RegExp(`^${name}_31337=(0x[0-9a-f]{40})$`, 'm').exec(out)?.[1] as Hex,
  ) as [Hex, Hex]

  const chain = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
  const abi = parseAbi([
    'function treasury() view returns (address)',
    'function stake() view returns (address)',
    'function minimum() view returns (uint256)',
  ])
  expect((await chain.readContract({ address: escrow, abi, functionName: 'treasury' })).toLowerCase()).toBe(TREASURY)
  expect((await chain.readContract({ address: escrow, abi, functionName: 'stake' })).toLowerCase()).toBe(auditorStake)
  expect(await chain.readContract({ address: auditorStake, abi, functionName: 'minimum' })).toBe(5n)
  await dealOnChain({ url: rpcUrl(), escrow })
})

it('says what is missing, and never the key', async () => {
  const { key } = await holder(rpcUrl())
  expect(await run(['--rpc', rpcUrl(), '--treasury', TREASURY], key)).toMatchObject({ code: 1, out: '' })
  const ran = await run(['--rpc', rpcUrl(), '--treasury', TREASURY, '--minimum-stake', '5'], 'hunter2')
  expect(ran).toMatchObject({ code: 1, out: '' })
  expect(ran.error).not.toContain('hunter2')
})
