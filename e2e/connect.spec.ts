import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './page-test'
import { newAccount } from './parties'
import { installWallet } from './wallet'

const dialog = (page: Page) => page.getByRole('dialog')
const account = (page: Page) => page.getByRole('button', { name: /Account$/ })

async function openConnect(page: Page): Promise<void> {
  await page.goto('/desk')
  await page.getByRole('button', { name: 'Connect a wallet' }).click()
  await expect(dialog(page).getByRole('heading', { name: 'Connect a wallet' })).toBeVisible()
}

async function signInAsDemo(page: Page, name: string): Promise<void> {
  await openConnect(page)
  await dialog(page).getByRole('button', { name }).click()
  await dialog(page).getByRole('button', { name: 'Sign this text' }).click()
  await expect(account(page)).toContainText(name)
}

async function pick(page: Page, item: string | RegExp): Promise<void> {
  await account(page).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test.describe('demo wallets', () => {
  test('sign in after their text was shown in full', async ({ page }) => {
    await openConnect(page)
    await expectAccessible(page)
    await expect(dialog(page)).toContainText('worth nothing')
    await dialog(page).getByRole('button', { name: 'Demo wallet 1' }).click()

    const text = page.getByTestId('sign-in-text')
    await expect(text).toContainText('wants you to sign in with your Ethereum account')
    await expect(text).toContainText('Chain ID: 31337')
    await expectAccessible(page)
    await dialog(page).getByRole('button', { name: 'Sign this text' }).click()

    await expect(dialog(page)).toBeHidden()
    await expect(account(page)).toContainText('Demo wallet 1')
    await page.reload()
    await expect(account(page)).toContainText('Demo wallet 1')
  })

  test('by keyboard alone', async ({ page }) => {
    await page.goto('/desk')
    await page.getByRole('button', { name: 'Connect a wallet' }).focus()
    await page.keyboard.press('Enter')
    await expect(dialog(page).getByRole('button', { name: 'Demo wallet 1' })).toBeVisible()
    const demo = dialog(page).getByRole('button', { name: 'Demo wallet 1' })
    for (let n = 0; n < 12 && !(await demo.evaluate((it) => it === document.activeElement)); n++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    const sign = dialog(page).getByRole('button', { name: 'Sign this text' })
    await expect(sign).toBeVisible()
    for (let n = 0; n < 12 && !(await sign.evaluate((it) => it === document.activeElement)); n++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await expect(account(page)).toContainText('Demo wallet 1')
  })

  test('two windows of one browser are two parties', async ({ page, context }) => {
    await signInAsDemo(page, 'Demo wallet 1')
    const other = await context.newPage()
    await other.goto('/desk')
    await expect(account(other)).toContainText('Demo wallet 1')
    await pick(other, /Demo wallet 2/)
    await expect(account(other)).toContainText('Demo wallet 2')

    // Each stays who it is, whichever was last: on reload, and on a press of a link.
    await page.reload()
    await expect(account(page)).toContainText('Demo wallet 1')
    await other.getByRole('link', { name: 'Challenges', exact: true }).click()
    await expect(other).toHaveURL(/\/challenges$/)
    await expect(account(other)).toContainText('Demo wallet 2')
    await page.getByRole('link', { name: 'Receipts', exact: true }).click()
    await expect(page).toHaveURL(/\/receipts$/)
    await expect(account(page)).toContainText('Demo wallet 1')
    await expect(account(other)).toContainText('Demo wallet 2')
  })

  test('back to the other side is one press, and signs nobody out', async ({ page }) => {
    await signInAsDemo(page, 'Demo wallet 1')
    await pick(page, /Demo wallet 2/)
    await expect(account(page)).toContainText('Demo wallet 2')
    await pick(page, /Demo wallet 1/)
    await expect(account(page)).toContainText('Demo wallet 1')
  })

  test('signing out is seen in the other window', async ({ page, context }) => {
    await signInAsDemo(page, 'Demo wallet 1')
    const other = await context.newPage()
    await other.goto('/desk')
    await expect(account(other)).toContainText('Demo wallet 1')
    await pick(other, /Sign out/)
    await expect(other.getByRole('button', { name: 'Connect', exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible()
  })

  test('a window whose party signed out elsewhere does not become the other by itself', async ({
    page,
    context,
    trouble,
  }) => {
    trouble.expect(/401/)
    await signInAsDemo(page, 'Demo wallet 1')
    const other = await context.newPage()
    await other.goto('/desk')
    await pick(other, /Demo wallet 2/)
    await expect(account(other)).toContainText('Demo wallet 2')
    await page.reload()
    await expect(account(page)).toContainText('Demo wallet 1')

    const third = await context.newPage()
    await third.goto('/desk')
    await expect(account(third)).toContainText('Demo wallet 1')
    await pick(third, /Sign out/)
    await expect(account(third)).toContainText('Demo wallet 2')

    await expect(dialog(page)).toContainText('You signed out in another window')
    await expectAccessible(page)
    await dialog(page).getByRole('button', { name: 'Go on as Demo wallet 2' }).click()
    await expect(account(page)).toContainText('Demo wallet 2')
  })
})

test.describe('a wallet in the browser', () => {
  test('is found by its name, signs in, and is still there after a reload', async ({ page }) => {
    const own = await newAccount()
    const wallet = await installWallet(page, { account: own, name: 'Rabby' })
    await openConnect(page)
    await dialog(page).getByRole('button', { name: 'Rabby' }).click()
    await expect(page.getByTestId('sign-in-text')).toContainText(own.address)
    expect(wallet.asked.map(({ method }) => method)).not.toContain('personal_sign')

    await dialog(page).getByRole('button', { name: 'Sign this text' }).click()
    await expect(account(page)).toBeVisible()
    const [signed] = wallet.asked.filter(({ method }) => method === 'personal_sign')
    expect(Buffer.from(String(signed?.params[0]).slice(2), 'hex').toString()).toContain(own.address)
    await page.reload()
    await expect(account(page)).toBeVisible()
  })

  test('declined, then signed: nothing is lost', async ({ page }) => {
    const wallet = await installWallet(page, { account: await newAccount(), reject: ['personal_sign'] })
    await openConnect(page)
    await dialog(page).getByRole('button', { name: 'Test Wallet' }).click()
    const text = await page.getByTestId('sign-in-text').textContent()
    await dialog(page).getByRole('button', { name: 'Sign this text' }).click()

    await expect(dialog(page).getByRole('alert')).toContainText('You declined in the wallet')
    await expectAccessible(page)
    expect(await page.getByTestId('sign-in-text').textContent()).toBe(text)
    await expect(dialog(page).getByRole('button', { name: 'Ask the wallet again' })).toBeFocused()

    wallet.reject()
    await page.keyboard.press('Enter')
    await expect(account(page)).toBeVisible()
  })

  test('on another network is switched after it was asked', async ({ page }) => {
    await installWallet(page, { account: await newAccount(), chainId: 10 })
    await openConnect(page)
    await dialog(page).getByRole('button', { name: 'Test Wallet' }).click()
    await expect(dialog(page).getByRole('alert')).toContainText('is on another network')
    await dialog(page).getByRole('button', { name: 'Switch to Local chain' }).click()
    await dialog(page).getByRole('button', { name: 'Sign this text' }).click()
    await expect(account(page)).toBeVisible()
  })

  test('that is locked says so, and goes on once it is unlocked', async ({ page }) => {
    const wallet = await installWallet(page, { account: await newAccount(), locked: true })
    await openConnect(page)
    await dialog(page).getByRole('button', { name: 'Test Wallet' }).click()
    await expect(dialog(page).getByRole('alert')).toContainText('has a question open')
    await wallet.unlock()
    await dialog(page).getByRole('button', { name: 'I have answered it' }).click()
    await expect(page.getByTestId('sign-in-text')).toBeVisible()
  })

  test('that goes to another account is noticed', async ({ page }) => {
    const [one, two] = [await newAccount(), await newAccount()]
    const wallet = await installWallet(page, { account: one })
    await openConnect(page)
    await dialog(page).getByRole('button', { name: 'Test Wallet' }).click()
    await dialog(page).getByRole('button', { name: 'Sign this text' }).click()
    await expect(account(page)).toBeVisible()

    await wallet.switchAccount(two)
    const notice = page.getByRole('status').filter({ hasText: 'Your wallet now shows' })
    await expect(notice).toContainText(`${two.address.slice(0, 6)}…${two.address.slice(-4)}`)
    await expectAccessible(page)
    await wallet.switchAccount(one)
    await expect(notice).toBeHidden()
  })
})

test('a desk that cannot be reached keeps what was signed', async ({ page, context, trouble }) => {
  trouble.expect(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to load/)
  const wallet = await installWallet(page, { account: await newAccount() })
  await openConnect(page)
  await dialog(page).getByRole('button', { name: 'Test Wallet' }).click()
  await expect(page.getByTestId('sign-in-text')).toBeVisible()

  await context.route('**/api/auth/**', (route) => route.abort())
  await dialog(page).getByRole('button', { name: 'Sign this text' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('The desk cannot be reached')
  await context.unroute('**/api/auth/**')
  await dialog(page).getByRole('button', { name: 'Try again' }).click()
  await expect(account(page)).toBeVisible()
  expect(wallet.asked.filter(({ method }) => method === 'personal_sign')).toHaveLength(1)
})

test('no wallet code is loaded before somebody connects', async ({ page }) => {
  const scripts: string[] = []
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script') scripts.push(await response.text().catch(() => ''))
  })
  await page.goto('/desk', { waitUntil: 'networkidle' })
  const early = scripts.filter(
    (text) => text.includes('eip6963:requestProvider') && text.includes('wallet_requestPermissions'),
  )
  expect(early).toEqual([])
})
