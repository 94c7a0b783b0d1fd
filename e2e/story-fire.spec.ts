import type { Page } from '@playwright/test'
import { button, connectWith, expectTurn, press, sign, signAndSend, turn, verifyReceipt } from './acts'
import { expect, expectAccessible, test } from './page-test'
import { newAccount } from './parties'
import { installWallet } from './wallet'

type Terms = { title: string; yours: string; theirs: string }

/** Fills in a new FIRE challenge for whoever holds the link, in the chain's coin. */
async function writeBonded(page: Page, { title, yours, theirs }: Terms): Promise<void> {
  await page.getByRole('radio', { name: /^Fire/ }).check()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Your bond, in ETH').fill(yours)
  await page.getByLabel('Their bond, in ETH').fill(theirs)
}

/** Sends the one transaction the page asks for, and waits until it is in a block. */
async function transact(page: Page, label: string): Promise<void> {
  await press(turn(page).getByRole('button', { name: label, exact: true }))
}

/** Chooses how it ended and signs exactly that. */
async function signOutcome(page: Page, outcome: string, label: string): Promise<void> {
  await turn(page).getByRole('radio', { name: outcome }).check()
  await sign(page, label)
}

test('FIRE in two browsers with native coin: both deposit, both sign who won, the winner withdraws', async ({
  page,
  openBrowser,
}) => {
  test.setTimeout(180_000)
  const [ann, ben] = [await newAccount({ ether: '3' }), await newAccount({ ether: '3' })]
  await installWallet(page, { account: ann, name: 'Green Wallet', rdns: 'example.green' })
  const other = await (await openBrowser()).newPage()
  await installWallet(other, { account: ben, name: 'Blue Wallet', rdns: 'example.blue' })

  await page.goto('/challenges/new')
  await connectWith(page, 'Green Wallet')
  await writeBonded(page, { title: 'It rains on Sunday', yours: '1', theirs: '0.5' })
  const invite = await signAndSend(page)

  await other.goto(invite)
  await expect(other.getByText('0.5 ETH').first()).toBeVisible()
  await connectWith(other, 'Blue Wallet')
  await sign(other, 'Sign and accept')

  // The creator first; the other side is told so.
  await expectTurn(other, 'The creator deposits first')
  await expectTurn(page, 'Put down your bond')
  await expectAccessible(page)
  await transact(page, 'Deposit')
  await expectTurn(page, 'Your bond is on its way')
  await expectTurn(other, 'Put down your bond')
  await transact(other, 'Deposit')

  await expectTurn(page, 'Say how it ended')
  await expectTurn(other, 'Say how it ended')
  await expect(page.locator('[data-side="creator"]').getByText('held')).toBeVisible()
  await signOutcome(page, 'You win', 'Sign: you win')
  await expectTurn(other, /^They signed: the creator wins/)
  await sign(other, 'Sign: the creator wins')

  // The contract has the last word.
  await expectTurn(page, 'Ended: the creator wins')
  await expectTurn(other, 'Ended: the creator wins')
  await transact(page, 'Withdraw')
  await expect(turn(page).getByText('Nothing of yours is in the contract any more.')).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)
  await verifyReceipt(other)
})

test('a deposit that is declined costs nothing and is asked for again', async ({ page, openBrowser }) => {
  test.setTimeout(120_000)
  const [ann, ben] = [await newAccount({ ether: '3' }), await newAccount({ ether: '3' })]
  const wallet = await installWallet(page, { account: ann, name: 'Green Wallet', rdns: 'example.green' })
  const other = await (await openBrowser()).newPage()
  await installWallet(other, { account: ben, name: 'Blue Wallet', rdns: 'example.blue' })

  await page.goto('/challenges/new')
  await connectWith(page, 'Green Wallet')
  await writeBonded(page, { title: 'A coin lands heads', yours: '0.1', theirs: '0.1' })
  const invite = await signAndSend(page)
  await other.goto(invite)
  await connectWith(other, 'Blue Wallet')
  await sign(other, 'Sign and accept')

  await expectTurn(page, 'Put down your bond')
  wallet.reject('eth_sendTransaction')
  await transact(page, 'Deposit')
  await expect(turn(page).getByText('Nothing was sent and nothing was paid.')).toBeVisible()
  wallet.reject()
  await press(button(page, 'Ask the wallet again'))
  await expectTurn(page, 'Your bond is on its way')

  // A page loaded anew knows that it is under way, and asks for nothing twice.
  await page.reload()
  await expectTurn(page, 'Your bond is on its way')
  await expect(page.locator('[data-side="creator"]').getByText(/held|seen, not confirmed/)).toBeVisible()
})
