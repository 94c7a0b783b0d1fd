import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import type { Hex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { startAnvil } from '../scripts/start/anvil.mjs'
import { createFamily } from '../scripts/start/children.mjs'
import { localAddresses, prepareDevnet } from '../scripts/start/devnet.mjs'
import { buildLeavePage } from '../scripts/start/leave-page.mjs'
import { BOND, balanceOf, type DealOnChain, dealOnChain, type Holder, holder } from '../test/factories/deal-on-chain'
import { expectNoSidewaysScroll, walkWithTab } from './manners'
import { expect, expectAccessible, expectAccessibleInBoth, test } from './page-test'
import { installWallet } from './wallet'

// One chain for all, and no desk at all: neither these pages nor these deals have ever seen one.
test.describe.configure({ mode: 'serial' })

let folder: string
let family: ReturnType<typeof createFamily>
let server: Server
let rpc: string
let page_: string
let served: string

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'leave-'))
  family = createFamily({ recordFile: path.join(folder, 'processes.json') })
  rpc = (await startAnvil({ family, log: path.join(folder, 'anvil.log') })).url
  await prepareDevnet({ rpcUrl: rpc })

  const html = await buildLeavePage(path.join(import.meta.dirname, '..'))
  page_ = path.join(folder, 'leave.html')
  writeFileSync(page_, html)
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  served = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
test.afterAll(async () => {
  server.close()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

const start = (options: Partial<Parameters<typeof dealOnChain>[0]> = {}) =>
  dealOnChain({ url: rpc, escrow: localAddresses.escrow, ...options })
const account = (addressIndex: number) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex })
/** A demo wallet: the node signs for it. */
function demo(addressIndex: number): Promise<Holder> {
  return holder(rpc, `0x${Buffer.from(account(addressIndex).getHdKey().privateKey ?? []).toString('hex')}`)
}

async function read(page: Page, deal: DealOnChain): Promise<void> {
  const buffer = Buffer.from(JSON.stringify(deal.file))
  await page.getByLabel('The deal’s file').setInputFiles({ name: 'deal.json', mimeType: 'application/json', buffer })
  await page.getByLabel('A node of its chain').fill(rpc)
  await page.getByRole('button', { name: 'Read the deal' }).click()
  await expect(page.getByRole('heading', { name: 'How it stands' })).toBeFocused()
}
const fact = (page: Page, name: string) =>
  page
    .locator('dt', { hasText: new RegExp(`^${name}$`) })
    .locator('+ dd')
    .first()
const step = (page: Page, title: string) => page.getByRole('article', { name: title })
const actAs = (page: Page, { address }: Holder) => page.getByLabel('An account of the node').selectOption(address)

async function sign(page: Page, ending: string, amount?: string): Promise<string> {
  await page.getByLabel('How it ends', { exact: true }).selectOption(ending)
  if (amount) await page.getByLabel('To the creator').fill(amount)
  await page.getByRole('button', { name: 'Show what I would sign' }).click()
  await expect(page.getByRole('heading', { name: 'You would sign' })).toBeFocused()
  await expect(page.getByText(`Countersign: end as ${ending}`)).toBeVisible()
  await page.getByRole('button', { name: 'Sign it' }).click()
  await expect(page.getByText('Signed. Nothing has been sent yet.')).toBeVisible()
  return page.getByLabel('Hand this to the other party').inputValue()
}
async function send(within: Locator): Promise<void> {
  await within.getByRole('button', { name: 'Show what is sent' }).click()
  await expect(within.locator('dt', { hasText: /^data$/ }).first()).toBeVisible()
  await within.getByRole('button', { name: 'Send it' }).click()
}

test('the page opens from a file, shows a deal, and is made for everybody', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.goto(pathToFileURL(page_).href)
  await expectAccessibleInBoth(page)
  await read(page, await start())
  await expect(fact(page, 'State')).toHaveText('both have deposited')
  await expect(fact(page, 'Held for both')).toHaveText('2 ETH')
  await expect(page.getByText('Nothing, as things stand.')).toBeVisible()
  await expect(page.getByText('Both have to sign the same outcome first.')).toBeVisible()
  await expectAccessibleInBoth(page)
  await expectNoSidewaysScroll(page)
  const { missed, unseen } = await walkWithTab(page)
  expect([missed, unseen]).toEqual([[], []])
  expect(new Set(asked)).toEqual(new Set(['null', new URL(rpc).origin]))

  await page.setViewportSize({ width: 320, height: 700 })
  await expectNoSidewaysScroll(page)
})

test('two parties settle with two pages, and the winner withdraws', async ({ page, openBrowser }) => {
  const [creator, counterparty] = [await demo(1), await demo(2)]
  const deal = await start({ creator, counterparty })

  await page.goto(pathToFileURL(page_).href)
  await read(page, deal)
  await actAs(page, creator)
  await expect(page.getByText(`You act as the creator, ${creator.address}.`)).toBeVisible()
  const handed = await sign(page, 'COUNTERPARTY_WIN')

  const other = await (await openBrowser()).newPage()
  await other.goto(served)
  await read(other, deal)
  await actAs(other, counterparty)
  await other.getByLabel('What the other party handed you').fill(handed)
  await other.getByRole('button', { name: 'Add it' }).click()
  await expect(other.getByText(/COUNTERPARTY_WIN, signed by the creator; good until/)).toBeVisible()
  await sign(other, 'COUNTERPARTY_WIN')

  await expect(step(other, 'End it as both signed')).toContainText('Both signed COUNTERPARTY_WIN.')
  await send(step(other, 'End it as both signed'))
  await expect(other.getByText('1.6 ETH is credited to you: withdraw it.')).toBeVisible()
  await expect(fact(other, 'State')).toHaveText('ended: what was held is credited')
  await expectAccessible(other)

  const before = await balanceOf(rpc, counterparty.address)
  await send(step(other, 'Withdraw what is credited to you'))
  await expect(other.getByText('Withdraw what is credited to you: done.')).toBeVisible()
  expect(await balanceOf(rpc, counterparty.address)).toBeGreaterThan(before + (BOND * 15n) / 10n)
})

test('a wallet in the browser signs and sends, and may say no', async ({ page }) => {
  const creator = await demo(3)
  const deal = await start({ creator })
  const wallet = await installWallet(page, { account: 3, rpc, chainId: 31337 })
  await page.goto(served)
  // No node is named: the wallet answers for the chain, too.
  await page.getByLabel('Or paste it here').fill(JSON.stringify(deal.file))
  await page.getByRole('button', { name: 'Read it through Test Wallet' }).click()
  await expect(fact(page, 'State')).toHaveText('both have deposited')
  await expect(page.getByLabel('An account of the node')).toHaveCount(0)
  await page.getByRole('button', { name: 'Connect Test Wallet' }).click()
  await expect(page.getByText('You act as the creator')).toBeVisible()

  wallet.reject('eth_sendTransaction')
  const take = step(page, 'Take back what you signed')
  await send(take)
  await expect(page.getByText('You refused it in your wallet. Nothing was sent.')).toBeVisible()
  wallet.reject()
  await take.getByRole('button', { name: 'Send it' }).click()
  await expect(page.getByText('Take back what you signed: done.')).toBeVisible()
})

test('what is held goes back after the deadline, by anybody’s hand, and can be pushed to whom it belongs', async ({
  page,
}) => {
  const stranger = await demo(4)
  const deal = await start({ joins: false })
  await page.goto(served)
  await read(page, deal)
  await actAs(page, stranger)
  await expect(page.getByText('The chain allows it after')).toBeVisible()

  await chain('evm_increaseTime', [3_700])
  await chain('evm_mine', [])
  await page.getByRole('button', { name: 'Read it again' }).click()
  await send(step(page, 'Give everything back: the time is over'))
  await expect(fact(page, 'Credited to the creator')).toHaveText('1 ETH')

  const before = await balanceOf(rpc, deal.creator.address)
  await send(step(page, 'Pay the others what is credited to them'))
  await expect(page.getByText('Pay the others what is credited to them: done.')).toBeVisible()
  expect((await balanceOf(rpc, deal.creator.address)) - before).toBe(BOND)
})

test('a split is divided to the amount, and a dispute asks for a reason', async ({ page }) => {
  const [creator, counterparty] = [await demo(5), await demo(6)]
  const deal = await start({ creator, counterparty })
  await page.goto(served)
  await read(page, deal)
  await actAs(page, creator)
  const dispute = step(page, 'Open a dispute: it stops the clock')
  await expect(dispute).toContainText('a fee of 0.1 ETH')
  await dispute.getByRole('button', { name: 'Show what is sent' }).click()
  await expect(page.getByText('Say why. Keep the text: only its hash goes on chain.')).toBeVisible()

  await sign(page, 'SPLIT', '0.25')
  await actAs(page, counterparty)
  await sign(page, 'SPLIT', '0.25')
  await send(step(page, 'Divide what is held, as both signed'))
  await expect(fact(page, 'Credited to the creator')).toHaveText('0.25 ETH')
  await expect(fact(page, 'Credited to the counterparty')).toHaveText('1.75 ETH')
})

test('a desk hands the same page out', async ({ page }) => {
  await page.goto('/leave')
  await expect(page.getByRole('heading', { name: 'Leave a deal without the desk' })).toBeVisible()
  await read(page, await start())
  await expect(fact(page, 'State')).toHaveText('both have deposited')
})

test('what is wrong is said: no file, no deal, no node, another chain', async ({ page }) => {
  const deal = await start()
  await page.goto(served)
  const alert = page.getByRole('alert').filter({ hasText: /./ })
  const press = () => page.getByRole('button', { name: 'Read the deal' }).click()
  await press()
  await expect(alert).toHaveText('Choose the deal’s file first.')
  const paste = (value: unknown) =>
    page.getByLabel('Or paste it here').fill(typeof value === 'string' ? value : JSON.stringify(value))
  await paste('not JSON')
  await press()
  await expect(alert).toContainText('This file is not JSON')
  await paste(deal.file)
  await press()
  await expect(alert).toHaveText('Name a node of the deal’s chain, or use a wallet.')
  await page.getByLabel('A node of its chain').fill('http://node.example')
  await press()
  await expect(alert).toContainText('starts with https://')
  await page.getByLabel('A node of its chain').fill(rpc)
  await paste({ ...deal.file, chain_id: 'eip155:1' })
  await press()
  await expect(alert).toHaveText('The deal is on chain 1, and this node is of chain 31337.')
  await paste({ ...deal.file, id: `0x${'00'.repeat(32)}` as Hex })
  await press()
  await expect(alert).toContainText('Nobody has deposited for this deal')
  await expectAccessible(page)
})

async function chain(method: string, params: unknown[]) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}
