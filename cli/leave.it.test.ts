import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Abi, createPublicClient, createTestClient, createWalletClient, type Hex, http } from 'viem'
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import testFeed from '../lib/chain/abi/test-feed.json'
import { buildRoster } from '../lib/committee/roster'
import { typedData } from '../lib/proof/typed-data'
import { startAnvil } from '../scripts/start/anvil.mjs'
import { createFamily } from '../scripts/start/children.mjs'
import { localAddresses, prepareDevnet } from '../scripts/start/devnet.mjs'
import { BOND, balanceOf, type DealOnChain, dealOnChain, type Holder, holder } from '../test/factories/deal-on-chain'
import { addresses, rpcUrl } from '../test/services/chain'

const CLI = path.join(import.meta.dirname, 'countersign.mjs')
// Each step starts a process and waits for a block.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let folder: string
let family: ReturnType<typeof createFamily>
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-leave-'))
  family = createFamily({ recordFile: path.join(folder, 'processes.json') })
})
afterAll(async () => {
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

type Ran = { code: number; out: string; error: string }
/** There is no desk anywhere: the file, the node and a key are all there is. */
function run(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const environment = { NODE_ENV: 'test' as const, PATH: process.env.PATH ?? '', NO_COLOR: '1', ...env }
    execFile(process.execPath, [CLI, 'leave', ...args], { env: environment }, (failure, out, error) =>
      resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    )
  })
}

let files = 0
function save(content: unknown): string {
  files += 1
  const name = path.join(folder, `${files}.json`)
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content))
  return name
}
const start = (options: Partial<Parameters<typeof dealOnChain>[0]> = {}) =>
  dealOnChain({ url: rpcUrl(), escrow: addresses().escrow as Hex, ...options })
const by = ({ key }: Holder) => ['--key-file', save(key)]
const at = () => ['--rpc', rpcUrl()]

async function signed(deal: DealOnChain, who: Holder, ...ending: string[]): Promise<string> {
  const out = save('')
  const ran = await run([save(deal.file), ...at(), ...by(who), 'sign', '--outcome', ...ending, '--out', out])
  expect(ran, ran.error).toMatchObject({ code: 0 })
  return out
}

describe('leaving without a desk, from a terminal', () => {
  it('shows a deal, what can be done and what cannot, to anybody with its file', async () => {
    const { file } = await start()
    const { code, out } = await run([save(file), ...at()])
    expect(code).toBe(0)
    expect(out).toContain('both have deposited')
    expect(out).toMatch(/Held for both\s+2 ETH/)
    expect(out).toMatch(
      /cannot be done now:[\s\S]*settle\s+End it as both signed\. Both have to sign the same outcome first\./,
    )
    expect(out).toMatch(/expire\s+Give everything back[\s\S]*The chain allows it after/)
  })

  it('settles when both have signed the same, and pays the winner', async () => {
    const deal = await start()
    const own = await signed(deal, deal.creator, 'CREATOR_WIN')
    const other = await signed(deal, deal.counterparty, 'CREATOR_WIN')
    expect((await run([save(deal.file), own, ...at(), ...by(deal.creator), 'settle'])).code).toBe(1)

    const settled = await run([save(deal.file), own, other, ...at(), ...by(deal.counterparty), 'settle'])
    expect(settled, settled.error).toMatchObject({ code: 0 })
    expect(settled.out).toContain('Both signed CREATOR_WIN')

    const before = await balanceOf(rpcUrl(), deal.creator.address)
    const paid = await run([save(deal.file), ...at(), 'withdraw'], { COUNTERSIGN_KEY: deal.creator.key })
    expect(paid, paid.error).toMatchObject({ code: 0 })
    const gained = (await balanceOf(rpcUrl(), deal.creator.address)) - before
    // Their own bond, and six tenths of the loser's: no panel had to judge. The fee of the chain comes off.
    expect(gained).toBeGreaterThan((BOND * 159n) / 100n)
    expect(gained).toBeLessThanOrEqual((BOND * 16n) / 10n)
    expect((await run([save(deal.file), ...at(), ...by(deal.creator), 'withdraw'])).error).toContain(
      'Nothing is credited',
    )
  })

  it('splits what is held, to the amount', async () => {
    const deal = await start()
    const offers = [
      await signed(deal, deal.creator, 'SPLIT', '--to-creator', '0.5'),
      await signed(deal, deal.counterparty, 'SPLIT', '--to-creator', '0.5'),
    ]
    const ran = await run([save(deal.file), ...offers, ...at(), ...by(deal.creator), 'split'])
    expect(ran, ran.error).toMatchObject({ code: 0 })
    const { out } = await run([save(deal.file), ...at()])
    expect(out).toMatch(/Credited to the creator\s+0\.5 ETH/)
    expect(out).toMatch(/Credited to the counterparty\s+1\.5 ETH/)

    const before = await balanceOf(rpcUrl(), deal.counterparty.address)
    expect((await run([save(deal.file), ...at(), ...by(deal.creator), 'push'])).code).toBe(0)
    expect((await balanceOf(rpcUrl(), deal.counterparty.address)) - before).toBe((BOND * 15n) / 10n)
  })

  it('gives everything back after the deadline, and not before', async () => {
    // A chain of its own, whose clock is put forward.
    const { url } = await startAnvil({ family, log: path.join(folder, 'anvil.log') })
    await prepareDevnet({ rpcUrl: url })
    const deal = await dealOnChain({ url, escrow: localAddresses.escrow as Hex, joins: false })
    const expire = () => run([save(deal.file), '--rpc', url, ...by(deal.counterparty), 'expire'])
    const early = await expire()
    expect(early.code).toBe(1)
    expect(early.error).toContain('The chain allows it after')
    const clock = createTestClient({ mode: 'anvil', chain: foundry, transport: http(url) })
    await clock.increaseTime({ seconds: 3_700 })
    await clock.mine({ blocks: 1 })
    expect(await expire()).toMatchObject({ code: 0 })
    expect((await run([save(deal.file), '--rpc', url])).out).toMatch(/Credited to the creator\s+1 ETH/)
  })

  it('takes back what one has signed', async () => {
    const deal = await start()
    const offers = [await signed(deal, deal.creator, 'DRAW'), await signed(deal, deal.counterparty, 'DRAW')]
    expect((await run([save(deal.file), ...at(), ...by(deal.creator), 'void'])).code).toBe(0)
    const ran = await run([save(deal.file), ...offers, ...at(), ...by(deal.counterparty), 'settle'])
    expect(ran).toMatchObject({ code: 1 })
    expect(ran.error).toContain('Both have to sign the same outcome first')
  })

  it('disputes, draws the panel, and settles by its vote', async () => {
    const [judge, other] = await Promise.all([holder(rpcUrl()), holder(rpcUrl())])
    const candidates = [judge, other].map(({ address }) => ({ id: address, weight: 5_000n }))
    const { root, totalWeight } = buildRoster(candidates)
    const panel = { root, totalWeight, k: 1, m: 1, struck: [other.address] }
    const deal = await start({ roster: candidates, changes: { panel } })
    const act = (who: Holder, ...step: string[]) => run([save(deal.file), ...at(), ...by(who), ...step])

    expect((await act(judge, 'dispute', '--reason', 'x')).error).toContain('Only the two parties may')
    const opened = await act(deal.counterparty, 'dispute', '--reason', 'It never came.')
    expect(opened, opened.error).toMatchObject({ code: 0 })
    expect((await act(judge, 'seat')).error).toContain('The seed has to be fixed first')
    await expect.poll(async () => (await act(judge, 'fix-seed')).code, { timeout: 30_000 }).toBe(0)
    const seated = await act(judge, 'seat')
    expect(seated, seated.error).toMatchObject({ code: 0 })
    expect((await act(judge, 'redraw')).error).toContain('The chain allows it from')

    const domain = {
      name: 'Countersign',
      version: '1',
      chainId: 31337,
      verifyingContract: addresses().escrow as Hex,
    } as const
    const message = {
      title: 'Countersign: vote for COUNTERPARTY_WIN',
      deal: deal.id,
      final: deal.deal.finalHash,
      round: 0,
      outcome: 'COUNTERPARTY_WIN',
    }
    const { types, primaryType } = typedData('Vote', domain, message)
    const signature = await privateKeyToAccount(judge.key).signTypedData<typeof types, string>({
      types,
      primaryType,
      domain,
      message,
    })
    const votes = [{ member: judge.address, outcome: 'COUNTERPARTY_WIN', round: 0, signature }]
    const ended = await run([save({ ...deal.file, votes }), ...at(), ...by(judge), 'panel'])
    expect(ended, ended.error).toMatchObject({ code: 0 })
    const { out } = await run([save(deal.file), ...at()])
    expect(out).toContain('ended: what was held is credited')
    expect(out).toMatch(/Credited to a member of the panel\s+0\.1 ETH/)
  })

  it('ends as the moderator signed, and not by somebody else’s signature', async () => {
    const moderator = await holder(rpcUrl())
    const deal = await start({ changes: { resolver: moderator.address } })
    const act = (...args: string[]) => run([save(deal.file), ...args, ...at(), ...by(deal.creator), 'resolver'])
    expect((await act(await signed(deal, deal.creator, 'CREATOR_WIN'))).error).toContain('not in this file')
    expect(await act(await signed(deal, moderator, 'CREATOR_WIN'))).toMatchObject({ code: 0 })
    expect((await run([save(deal.file), ...at()])).out).toMatch(/Credited to the creator\s+1\.6 ETH/)
  })

  it('ends by the feed, once its first answer from the agreed moment on is there', async () => {
    const { address: feed, say } = await deployFeed()
    const from = BigInt(Math.floor(Date.now() / 1000))
    const oracle = { feed, comparator: 0 as const, threshold: 100n, notBefore: from, maxAge: 3_600n }
    const deal = await start({ changes: { oracle } })
    const act = () => run([save(deal.file), ...at(), ...by(deal.counterparty), 'oracle'])
    await say(500n, from - 10n)
    expect((await act()).error).toContain('The feed has no round that decides')
    await say(99n, from + 1n)
    const ended = await act()
    expect(ended, ended.error).toMatchObject({ code: 0 })
    expect((await run([save(deal.file), ...at()])).out).toMatch(/Credited to the counterparty\s+1\.6 ETH/)
  })

  it('has the node sign for a demo wallet, which has no key to give', async () => {
    const { address } = mnemonicToAccount(DEMO, { addressIndex: 9 })
    const counterparty = await holder(rpcUrl(), keyOf(9))
    const deal = await start({ counterparty })
    const out = save('')
    const signing = ['--account', address, 'sign', '--outcome', 'DRAW', '--out', out]
    expect(await run([save(deal.file), ...at(), ...signing])).toMatchObject({ code: 0 })

    const own = await signed(deal, deal.creator, 'DRAW')
    expect(await run([save(deal.file), own, out, ...at(), '--account', address, 'settle'])).toMatchObject({ code: 0 })
    expect((await run([save(deal.file), ...at()])).out).toMatch(/Credited to the counterparty\s+1 ETH/)
  })

  it('shows what would be signed and sent, and does neither when asked so', async () => {
    const deal = await start()
    const shown = await run([save(deal.file), ...at(), ...by(deal.creator), 'sign', '--outcome', 'DRAW', '--dry-run'])
    expect(shown.error).toMatch(/You sign:[\s\S]*Countersign: end as DRAW[\s\S]*digest\s+0x[0-9a-f]{64}/)
    expect(shown.out).toBe('')

    const sent = await run([save(deal.file), ...at(), ...by(deal.creator), 'void', '--dry-run'])
    expect(sent.out).toMatch(/Take back everything signed[\s\S]*to\s+0x[\s\S]*data\s+0x/)
    const stranger = await run([save(deal.file), ...at(), ...by(await holder(rpcUrl())), 'sign', '--outcome', 'DRAW'])
    expect(stranger.error).toContain('Only the two parties and the moderator sign how it ends.')
    const mine = await signed(deal, deal.creator, 'DRAW')
    const others = await signed(deal, deal.counterparty, 'DRAW')
    expect(await run([save(deal.file), mine, others, ...at(), ...by(deal.creator), 'settle'])).toMatchObject({
      code: 0,
    })
  })

  it('says what is wrong: the key, the file, the node, the chain, the arguments', async () => {
    const deal = await start()
    const own = save(deal.file)
    expect(await run([own, ...at(), '--key-file', save('hunter2'), 'void'])).toMatchObject({ code: 2 })
    expect((await run([own, ...at(), '--key-file', save('hunter2'), 'void'])).error).not.toContain('hunter2')
    expect((await run([save('no'), ...at()])).error).toContain('is not JSON')
    expect((await run([save({ some: 'thing' }), ...at()])).error).toContain('names no deal')
    expect((await run([own, '--rpc', 'http://127.0.0.1:1/secret'])).error).not.toContain('secret')
    expect((await run([save({ ...deal.file, chain_id: 'eip155:1' }), ...at()])).error).toContain(
      'this node is of chain 31337',
    )
    expect((await run([save({ ...deal.file, id: `0x${'00'.repeat(32)}` }), ...at()])).error).toContain(
      'Nobody has deposited',
    )
    expect((await run([own])).code).toBe(64)
    expect((await run([own, ...at(), 'sign'])).code).toBe(64)
    expect((await run([own, ...at(), 'void'])).error).toContain('Somebody has to send it')
  })
})

/** A price feed of this test's own. */
async function deployFeed() {
  const account = privateKeyToAccount((await holder(rpcUrl())).key)
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
  const chain = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
  const { abi, bytecode } = testFeed as { abi: Abi; bytecode: Hex }
  const hash = await wallet.deployContract({ abi, bytecode, args: [8, 'TEST / USD'] })
  const { contractAddress } = await mined(chain, hash)
  const address = contractAddress as Hex
  const say = async (answer: bigint, updatedAt: bigint) => {
    const args = [answer, updatedAt]
    await mined(chain, await wallet.writeContract({ address, abi, functionName: 'setAnswer', args }))
  }
  return { address, say }
}

const DEMO = 'test test test test test test test test test test test junk'

function keyOf(addressIndex: number): Hex {
  const key = mnemonicToAccount(DEMO, { addressIndex }).getHdKey().privateKey
  return `0x${Buffer.from(key ?? []).toString('hex')}`
}
