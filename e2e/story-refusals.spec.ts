import type { Page } from '@playwright/test'
import type { LocalAccount } from 'viem'
import { button, expectTurn, press, sign, turn, writeChallenge } from './acts'
import { expect, expectAccessible, test } from './page-test'
import {
  acceptChallenge,
  asParty,
  bikeDeal,
  createChallenge,
  inviteOf,
  newAccount,
  type Party,
  readChallenge,
  sentChallenge,
} from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

// What goes wrong between people, wallets and desks: said in words, with one way on, and nothing lost.

let creator: Party
test.beforeAll(async () => {
  creator = await asParty()
})

/** Somebody signed in, whose wallet knows the site. */
async function come(page: Page, account: LocalAccount) {
  const wallet = await installWallet(page, { account, connected: true, name: 'Green Wallet' })
  await signInByApi(page, { account })
  return wallet
}

test('a signature declined in the wallet changes nothing, and can still be given', async ({ page }) => {
  const wallet = await come(page, creator.account)
  const { id } = await createChallenge(creator)
  wallet.reject('eth_signTypedData_v4')

  await page.goto(`/challenges/${id}`)
  await sign(page, 'Sign and send')
  await expect(turn(page).getByRole('alert')).toContainText('You declined in the wallet')
  await expectAccessible(page)
  expect((await readChallenge(creator, id)).status).toBe('DRAFT')

  wallet.reject()
  await expect(button(page, 'Ask the wallet again')).toBeFocused()
  await page.keyboard.press('Enter')
  await expectTurn(page, 'Give them the link')
})

test('a wallet on another network is asked to switch, and may say no', async ({ page }) => {
  const wallet = await come(page, creator.account)
  const { id } = await createChallenge(creator)
  await page.goto(`/challenges/${id}`)
  await wallet.switchChain(1)
  wallet.reject('wallet_switchEthereumChain')

  await sign(page, 'Sign and send')
  await expect(turn(page).getByRole('alert')).toContainText('declined')
  expect(wallet.asked.map(({ method }) => method)).not.toContain('eth_signTypedData_v4')

  wallet.reject()
  await expect(button(page, 'Ask the wallet again')).toBeFocused()
  await page.keyboard.press('Enter')
  await expectTurn(page, 'Give them the link')
})

test('too little money calls it off, and both are told why', async ({ page, openBrowser }) => {
  const poor = await newAccount({ ether: '0.1' })
  const sent = await sentChallenge(creator, bikeDeal({ ether: '0.4' }))
  const theirs = await (await openBrowser()).newPage()
  await signInByApi(theirs, { account: creator.account })
  await theirs.goto(`/challenges/${sent.id}`)

  await come(page, poor)
  await page.goto(`/join/${inviteOf(sent)}`)
  await sign(page, 'Sign and accept')
  for (const each of [page, theirs]) {
    await expectTurn(each, 'Called off')
    await expect(turn(each)).toContainText('did not hold what the terms ask for')
    await expect(each.getByText('0.1 ETH')).toHaveCount(0)
  }
})

test('a third party cannot accept, and is told whose it is', async ({ page }) => {
  const [named, third] = [await asParty(), await asParty()]
  const sent = await sentChallenge(creator, bikeDeal({ counterparty: named.address }))
  await come(page, third.account)

  await page.goto(`/join/${inviteOf(sent)}`)
  await expect(page.getByRole('heading', { name: 'This invite is for another wallet.' })).toBeVisible()
  await expect(button(page, 'Sign and accept')).toHaveCount(0)
  await expectAccessible(page)
})

test('somebody else accepts first, and it is not signed any more', async ({ page }) => {
  const [first, second] = [await asParty(), await asParty()]
  const sent = await sentChallenge(creator, bikeDeal())
  const wallet = await come(page, second.account)
  await page.goto(`/join/${inviteOf(sent)}`)
  await expect(button(page, 'Sign and accept')).toBeVisible()

  await acceptChallenge(first, sent)
  await expect(page.getByRole('heading', { name: 'Somebody else has accepted.' })).toBeVisible()
  expect(wallet.asked.map(({ method }) => method)).not.toContain('eth_signTypedData_v4')
})

test('without a network what was typed stays, and goes on when it is back', async ({ page, context, trouble }) => {
  trouble.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/)
  await come(page, creator.account)
  await page.goto('/challenges/new')
  await writeChallenge(page, { title: 'Typed before the tunnel', words: 'And a few words.', ether: '0.4' })

  await context.setOffline(true)
  const away = page.getByText('The desk cannot be reached. Trying again')
  await expect(away).toBeVisible()
  await page.getByLabel('In your words').fill('And a few words, in the tunnel.')
  await press(button(page, 'Read and sign'))
  await expect(page.getByLabel('Title')).toHaveValue('Typed before the tunnel')

  await context.setOffline(false)
  await expect(away).toBeHidden()
  await expect(page.getByLabel('In your words')).toHaveValue('And a few words, in the tunnel.')
  await press(button(page, 'Read and sign'))
  await sign(page, 'Sign and send')
  await expectTurn(page, 'Give them the link')
})
