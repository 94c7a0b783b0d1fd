import type { Page } from '@playwright/test'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, expectAccessibleInBoth, test } from './page-test'
import { asParty, bikeDeal, call, createChallenge, type Party } from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

const PAGES = ['', '/wallets', '/sessions', '/keys', '/organizations', '/audit', '/account'].map(
  (path) => `/settings${path}`,
)

const newAccount = () => privateKeyToAccount(generatePrivateKey())
const row = (page: Page, list: string, text: string | RegExp) =>
  page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: text })
const confirm = (page: Page, action: string) =>
  page.getByRole('alertdialog').getByRole('button', { name: action, exact: true }).click()
const shortOf = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`

/** Somebody signed in to this browser, and the same person over the API. */
async function signedIn(page: Page): Promise<Party> {
  const account = newAccount()
  await signInByApi(page, { account })
  return asParty(account)
}

test('nobody signed in is told what each page is for', async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Sign in to see /)
  }
  await expectAccessible(page)
})

test('every page is accessible in both themes, and fits a small phone', async ({ page }) => {
  await signedIn(page)
  for (const path of PAGES) {
    await page.setViewportSize({ width: 1200, height: 900 })
    await page.goto(path)
    await expectAccessibleInBoth(page)
    await page.setViewportSize({ width: 320, height: 700 })
    await expectNoSidewaysScroll(page)
  }
})

test('a name is kept, and one that is refused stays typed', async ({ page }) => {
  await signedIn(page)
  await page.goto('/settings')
  // What is still streaming in is hidden beside what it replaces.
  const name = page.getByLabel(/^Name/).filter({ visible: true })
  await name.fill('x'.repeat(100))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('x'.repeat(100))

  await name.fill('<b>Ada</b>')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Your name is saved', { exact: true }).first()).toBeVisible()
  await page.reload()
  await expect(name).toHaveValue('<b>Ada</b>')
})

test('a second wallet is linked after its text was shown, holds a challenge, and is unlinked', async ({ page }) => {
  const second = newAccount()
  const wallet = await installWallet(page, { account: second, name: 'Other Wallet', reject: ['personal_sign'] })
  const ada = await signedIn(page)
  await page.goto('/settings/wallets')
  await expect(page.getByText('Your only wallet cannot be unlinked')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Unlink/ })).toHaveCount(0)

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Link another wallet' }).click()
  await dialog.getByRole('button', { name: 'Other Wallet' }).click()
  await expect(dialog.getByText(`Link this wallet to the Countersign account of ${ada.address}.`)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Sign this text' }).click()
  await expect(dialog.getByRole('alert')).not.toBeEmpty()
  wallet.reject()
  await dialog.getByRole('alert').locator('xpath=..').getByRole('button').click()
  await expect(dialog).toBeHidden()
  await expect(row(page, 'Your wallets', shortOf(second.address))).toBeVisible()

  const { id } = await createChallenge(ada, bikeDeal({ wallet_address: second.address }))
  const unlinkSecond = async () => {
    await row(page, 'Your wallets', shortOf(second.address))
      .getByRole('button', { name: /^Unlink/ })
      .click()
    await confirm(page, 'Unlink it')
  }
  await unlinkSecond()
  await expect(row(page, 'Your wallets', shortOf(second.address)).getByRole('alert')).toContainText(
    'Open challenges rest on it',
  )
  await expect(page.getByRole('link', { name: 'Bike for 0.4 ETH' })).toHaveAttribute('href', `/challenges/${id}`)

  await call('POST', `challenges/${id}/cancel`, { party: ada, body: {} })
  await unlinkSecond()
  await expect(row(page, 'Your wallets', shortOf(second.address))).toHaveCount(0)
  await expect(row(page, 'Your wallets', shortOf(ada.address))).toBeVisible()
})

test('a wallet with an account of its own is not taken from it', async ({ page, trouble }) => {
  trouble.expect(/409 \(Conflict\)/)
  const taken = newAccount()
  await asParty(taken)
  await installWallet(page, { account: taken, name: 'Taken Wallet' })
  await signedIn(page)
  await page.goto('/settings/wallets')
  await page.getByRole('button', { name: 'Link another wallet' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Taken Wallet' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign this text' }).click()
  await expect(page.getByRole('alert')).toContainText('This wallet has an account of its own')
})

test('a key is made, shown once, rotated and revoked', async ({ page, request }) => {
  await signedIn(page)
  await page.goto('/settings/keys')
  await page.getByLabel('Name').fill('Night watch')
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByText('Name what the key may do.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Night watch')

  await page.getByLabel('Look at your challenges').check()
  await page.getByLabel('Fetch your receipts and their bundles').check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  const first = (await page.getByTestId('secret').textContent()) ?? ''
  expect(first).toMatch(/^csk_[0-9a-f]{16}_[\w-]{43}$/)
  await expectAccessible(page)
  const ask = async (key: string) =>
    (await request.get('/api/v1/challenges', { headers: { authorization: `Bearer ${key}` } })).status()
  expect(await ask(first)).toBe(200)
  await page.getByRole('button', { name: 'I kept it' }).click()
  await expect(page.getByTestId('secret')).toHaveCount(0)

  await row(page, 'Keys', 'Night watch')
    .getByRole('button', { name: /^Rotate/ })
    .click()
  await confirm(page, 'Rotate it')
  const second = (await page.getByTestId('secret').textContent()) ?? ''
  expect([await ask(first), await ask(second)]).toEqual([401, 200])
  await page.reload()
  await expect(page.getByTestId('secret')).toHaveCount(0)

  await row(page, 'Keys', 'Night watch')
    .getByRole('button', { name: /^Revoke/ })
    .click()
  await confirm(page, 'Revoke it')
  await expect(page.getByText('No keys yet.')).toBeVisible()
  expect(await ask(second)).toBe(401)
})

test('one session is ended, then all others', async ({ page }) => {
  const ada = await signedIn(page)
  await asParty(ada.account)
  await page.goto('/settings/sessions')
  const all = page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')
  await expect(all).toHaveCount(3)
  await expect(all.first()).toContainText('this one')

  await all.nth(1).getByRole('button', { name: /^End/ }).click()
  await confirm(page, 'End it')
  await expect(all).toHaveCount(2, { timeout: 45_000 })
  await page.getByRole('button', { name: 'End all others' }).click()
  await confirm(page, 'End them')
  await expect(all).toHaveCount(1)
  await expect(call('GET', 'me', { party: ada })).rejects.toThrow(/401/)
})

test('an organization gets a member, who is given a role and taken out', async ({ page }) => {
  await signedIn(page)
  const bob = await asParty(newAccount())
  await page.goto('/settings/organizations')
  await page.getByLabel('Name').fill('Acme & Sons')
  await page.getByRole('button', { name: 'Create it' }).click()
  await page.getByRole('link', { name: 'Acme & Sons' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Acme & Sons')

  const wallet = page.getByLabel('Their wallet')
  await wallet.fill('0x12')
  await page.getByRole('button', { name: 'Add them' }).click()
  await expect(wallet).toBeFocused()
  await expect(wallet).toHaveValue('0x12')
  await wallet.fill(bob.address)
  await page.getByRole('button', { name: 'Add them' }).click()
  const his = row(page, 'Members', shortOf(bob.address))
  await expect(his).toContainText('Member: acts in it and makes keys')
  await expectAccessible(page)

  await his.getByRole('combobox').selectOption('admin')
  await his.getByRole('button', { name: 'Change role' }).click()
  await expect(his).toContainText('Admin: adds and removes members')
  await page.getByRole('button', { name: /^Leave/ }).click()
  await confirm(page, 'Leave it')
  await expect(page.getByText('An organization needs an owner.')).toBeVisible()

  await his.getByRole('button', { name: /^Remove/ }).click()
  await confirm(page, 'Remove them')
  await expect(his).toHaveCount(0)
})

test('an account is downloaded, and erased once the word is typed', async ({ page }) => {
  const ada = await signedIn(page)
  await page.goto('/settings/account')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download my data' }).click()
  expect((await saved).suggestedFilename()).toBe('countersign-account.json')

  await page.getByRole('button', { name: 'Erase my account' }).click()
  await expect(page.getByText('Type the word erase, in small letters.')).toBeVisible()
  await page.getByLabel('Type erase to confirm').fill('erase')
  await page.getByRole('button', { name: 'Erase my account' }).click()
  await expect(page).toHaveURL(/\/$/)
  await expect(call('GET', 'me', { party: ada })).rejects.toThrow(/401/)
})

test('what one window shows is not done as the party another window switched to', async ({ page, context }) => {
  await signedIn(page)
  await page.goto('/settings')
  await page.getByLabel(/^Name/).fill('Ada')
  await signInByApi(context, { account: newAccount() })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/switched to another party/)).toBeVisible()
  await expect(page.getByLabel(/^Name/)).toHaveValue('Ada')
})
