import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Abi, createPublicClient, createTestClient, createWalletClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { sepolia } from 'viem/chains'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureDemoAuditors } from '@/lib/agent/ensure-demo-auditors'
import { getAgent } from '@/lib/agent/get'
import artifact from '@/lib/chain/abi/auditor-stake.json'
import { mined } from '@/lib/chain/mined.mjs'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import type { Hex } from '@/lib/proof/hash'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { ownDesk } from '@/test/desk-environment'
import { agent } from '@/test/factories/agents'
import { anonymous, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { currentRoster } from './load-roster'
import { publishRoster } from './publish-roster'

/** A chain that is not the local one, with a contract that asks for nothing. */
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-no-minimum-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json'), onDeath: () => {} })

let desk: TestDatabase
beforeAll(async () => {
  const args = ['--chain-id', String(sepolia.id)]
  const { url } = await startAnvil({ family, log: path.join(folder, 'anvil.log'), args })
  desk = await ownDesk({
    ANCHOR_CHAIN: String(sepolia.id),
    FUNDS_ALLOW_SINGLE: '1',
    [`RPC_${sepolia.id}`]: url,
    [`ESCROW_${sepolia.id}`]: `0x${'e5'.repeat(20)}`,
    [`AUDITOR_STAKE_${sepolia.id}`]: await deployStake(url, 0n),
  })
})
afterAll(async () => {
  await database().close()
  await desk.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

async function deployStake(url: string, minimum: bigint): Promise<Hex> {
  const [account, transport] = [privateKeyToAccount(generatePrivateKey()), http(url)]
  const anvil = createTestClient({ mode: 'anvil', chain: sepolia, transport })
  await anvil.setBalance({ address: account.address, value: parseEther('1') })
  const { abi, bytecode } = artifact as { abi: Abi; bytecode: Hex }
  const hash = await createWalletClient({ account, chain: sepolia, transport }).deployContract({
    abi,
    bytecode,
    args: [minimum],
  })
  const client = createPublicClient({ chain: sepolia, transport })
  return (await mined(client, hash)).contractAddress as Hex
}

it('off the local chain a minimum of nothing means no committees, whoever stands', async () => {
  await ensureDemoAuditors(systemContext('test'))
  expect(await database().prisma.agent.count()).toBe(0)

  const ann = await person()
  const { did } = await agent(ann, { auditor: true })
  expect(await publishRoster(systemContext('test'))).toBe(false)
  await expect(currentRoster(systemContext('test'))).rejects.toMatchObject({ code: 'E4004' })
  expect(await getAgent(anonymous(), { did })).toMatchObject({ standing: 'COMMITTEES_OFF', stake: { minimum: '0' } })
})
