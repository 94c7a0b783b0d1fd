import type { Page } from '@playwright/test'
import { button, connectWith, expectTurn, press, sign, signAndSend, turn, verifyReceipt } from './acts'
import { acceptedChallenge, depositedChallenge, fireDeal, localToken, signAndPost } from './bonds'
import { expect, expectAccessible, test } from './page-test'
import { asParty, newAccount, setEther } from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

/** Once all is taken out, there is no transaction to prepare. */
const NOTHING_LEFT = /409 \(Conflict\).*step=withdraw/
const TENTH = (10n ** 17n).toString()
const funded = async () => asParty(await newAccount({ ether: '1', tokenUnits: 10n ** 9n }))

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
  trouble,
}) => {
  test.setTimeout(180_000)
  trouble.expect(NOTHING_LEFT)
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

test('a deposit: too little money is said before the wallet opens, a no costs nothing, and a reload loses nothing', async ({
  page,
  trouble,
}) => {
  test.setTimeout(90_000)
  trouble.expect(/402 \(Payment Required\)/)
  const [ann, ben] = [await asParty(await newAccount({ ether: '0.05' })), await asParty()]
  const { id } = await acceptedChallenge(ann, ben, fireDeal({ creator: TENTH, counterparty: TENTH }))
  const wallet = await installWallet(page, { account: ann.account, connected: true })
  await signInByApi(page, { account: ann.account })

  await page.goto(`/challenges/${id}`)
  await expect(turn(page).getByText('Not enough in the wallet')).toBeVisible()
  await expect(button(page, 'Deposit')).toBeHidden()
  expect(wallet.asked.filter(({ method }) => method === 'eth_sendTransaction')).toEqual([])
  await expectAccessible(page)
  await setEther(ann.address, '1')
  await press(button(page, 'Look again'))

  wallet.reject('eth_sendTransaction')
  await transact(page, 'Deposit')
  await expect(turn(page).getByText('Nothing was sent and nothing was paid.')).toBeVisible()
  wallet.reject()
  wallet.hold()
  await press(button(page, 'Ask the wallet again'))
  const isWaiting = turn(page).getByText('Sent. It waits for a block.')
  await expect(isWaiting).toBeVisible()

  // Loaded anew, the page goes on following it, and asks for nothing twice.
  await page.reload()
  await expect(isWaiting).toBeVisible()
  await expect(button(page, 'Deposit')).toHaveAttribute('aria-busy', 'true')
  await wallet.release()
  await expectTurn(page, 'Your bond is on its way')
  expect(wallet.asked.filter(({ method }) => method === 'eth_sendTransaction')).toHaveLength(2)
})

test('FIRE is split by what both sign, to the unit', async ({ page, trouble }) => {
  test.setTimeout(90_000)
  trouble.expect(NOTHING_LEFT)
  const [ann, ben] = await Promise.all([funded(), funded()])
  const bond = { token_address: await localToken(), creator: '7', counterparty: '8' }
  const { id } = await depositedChallenge(ann, ben, fireDeal(bond))
  await signAndPost(ben, id, { action: 'split', creator_bps: '3333' }, `challenges/${id}/split`, { creator_bps: 3333 })
  await installWallet(page, { account: ann.account, connected: true })
  await signInByApi(page, { account: ann.account })

  await page.goto(`/challenges/${id}`)
  await expectTurn(page, 'They propose a split')
  await expect(turn(page).getByText('0.000004 tUSD')).toBeVisible()
  await expect(turn(page).getByText('0.000011 tUSD')).toBeVisible()
  await expectAccessible(page)
  await sign(page, 'Sign: split')
  await expectTurn(page, 'Ended: a split')
  await expect(turn(page).getByText('Withdraw 0.000004 tUSD')).toBeVisible()
  await transact(page, 'Withdraw')
  await expect(turn(page).getByText('Nothing of yours is in the contract any more.')).toBeVisible()
})

test('whom both named decides FIRE with their own wallet', async ({ page }) => {
  const [ann, ben, judge] = await Promise.all([funded(), funded(), funded()])
  const resolution = { strategy: 'MODERATOR', moderator: judge.address }
  const { id } = await depositedChallenge(ann, ben, fireDeal({ creator: TENTH, counterparty: TENTH }, { resolution }))
  await installWallet(page, { account: judge.account, connected: true })
  await signInByApi(page, { account: judge.account })

  await page.goto(`/challenges/${id}`)
  await press(turn(page).getByRole('radio', { name: 'The counterparty wins' }))
  await expect(turn(page).getByText('To the counterparty 0.16 ETH')).toBeVisible()
  await sign(page, 'Sign: the counterparty wins')
  await expectTurn(page, 'Ended: the counterparty wins')
})
