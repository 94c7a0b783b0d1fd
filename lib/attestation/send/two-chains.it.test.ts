import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { networkOf } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { localAddresses, prepareDevnet } from '@/scripts/start/devnet.mjs'
import { callRpc } from '@/scripts/start/rpc.mjs'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { onlooker, testIssuer, testWorkflow } from './attest.fixture'
import { attestChain, type ChainState } from './attest-chain'
import { listBusyChains } from './item-store'

const OTHER = 84532
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-two-chains-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json'), onDeath: () => {} })
const key = generatePrivateKey()

let fresh: TestDatabase
let db: Database
let local: ReturnType<typeof onlooker>
let other: ReturnType<typeof onlooker>
beforeAll(async () => {
  const start = async (name: string) => {
    const { url } = await startAnvil({ family, log: path.join(folder, `${name}.log`) })
    await prepareDevnet({ rpcUrl: url })
    return url
  }
  const [here, there] = [await start('here'), await start('there')]
  const eas = networkOf(OTHER)?.eas as Hex
  // The same EAS, on another chain and at that chain's address for it.
  await callRpc(there, 'anvil_setCode', [eas, await callRpc(there, 'eth_getCode', [localAddresses.eas, 'latest'])])
  await callRpc(there, 'anvil_setChainId', [OTHER])
  fresh = await ownDesk({
    RPC_31337: here,
    [`RPC_${OTHER}`]: there,
    SUBMITTER_KEY_31337: key,
    [`SUBMITTER_KEY_${OTHER}`]: key,
  })
  db = database()
  local = onlooker(here, localAddresses.eas as Hex)
  other = onlooker(there, eas)
  for (const chain of [local, other]) await chain.fund(privateKeyToAccount(key).address)
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

it('attests on two chains at once, each by its own nonces and its own finality', async () => {
  const now = currentTime()
  const [mine, theirs] = [await testIssuer(db, { now }), await testIssuer(db, { chainId: OTHER, now })]
  const items = Array.from({ length: 60 }, () => ({}))
  await testWorkflow(db, mine, items, { now })
  await testWorkflow(db, theirs, items, { now })
  expect((await listBusyChains(sqlOver(db.pool))).sort()).toEqual([31337, OTHER])

  let passed = 0
  const look = (chainId: number): Promise<ChainState> =>
    attestChain(systemContext('test', addSeconds(now, passed++)), chainId)
  const counts = async () => {
    const groups = await db.prisma.attestationItem.groupBy({ by: ['chainId', 'status'], _count: true })
    return Object.fromEntries(groups.map(({ chainId, status, _count }) => [`${chainId} ${status}`, _count]))
  }
  const both = () => Promise.all([look(31337), look(OTHER)])
  // The second submission follows the first by one block, and there a block is final two blocks later.
  await expect
    .poll(() => both().then(counts), { timeout: 20_000, interval: 100 })
    .toEqual({ '31337 CONFIRMED': 60, [`${OTHER} MINED`]: 60 })
  await other.anvil.mine({ blocks: 4 })
  expect(await look(OTHER)).toBe('idle')
  expect(await counts()).toEqual({ '31337 CONFIRMED': 60, [`${OTHER} CONFIRMED`]: 60 })

  for (const [chain, issuer, chainId] of [
    [local, mine, 31337],
    [other, theirs, OTHER],
  ] as const) {
    const uids = (await chain.attestedBy(issuer.address)).map(({ args }) => args.uid)
    const rows = await db.prisma.attestation.findMany({ where: { chainId } })
    expect(new Set(rows.map(({ uid }) => uid))).toEqual(new Set(uids))
    expect(uids).toHaveLength(60)
    expect(await chain.nonceOf(issuer.address)).toBe(60n)
  }
  const sent = await db.prisma.chainTransaction.findMany({ orderBy: [{ chainId: 'asc' }, { nonce: 'asc' }] })
  expect(sent.map(({ chainId, nonce }) => [chainId, nonce])).toEqual([
    [31337, 0],
    [31337, 1],
    [OTHER, 0],
    [OTHER, 1],
  ])
})
