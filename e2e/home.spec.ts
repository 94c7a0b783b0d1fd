import type { Page } from '@playwright/test'
import { expect, expectAccessibleInBoth, test } from './page-test'
import { asParty, bikeDeal, completedChallenge } from './parties'

const verify = (page: Page) => page.getByRole('button', { name: 'Verify this receipt' })
const sheet = (page: Page) => page.getByRole('region', { name: 'What both leave with' }).getByRole('article')

/** Somebody made a deal in public; the page looks for the newest one every few seconds. */
async function showPublicReceipt(page: Page): Promise<void> {
  const [creator, bob] = [await asParty(), await asParty()]
  await completedChallenge(creator, bob, bikeDeal({ title: 'Shown on the home page', visibility: 'public' }))
  await expect(async () => {
    await page.goto('/')
    await expect(sheet(page).getByText(/^The newest public receipt of this desk/)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 30_000 })
}

test('a receipt of this desk verifies in the page, and one changed character is noticed', async ({ page }) => {
  await showPublicReceipt(page)
  await expectAccessibleInBoth(page)

  await verify(page).click()
  await expect(page.getByText(/^It holds: nothing is broken, \d+ links are proven/)).toBeVisible()
  await page.getByRole('button', { name: 'Change one character' }).click()
  await expect(page.getByText(/^It does not hold\. Broken: ./)).toBeVisible()
  await expect(page.getByText(/^Character \d+ of the file was . and is now .$/)).toBeVisible()
  await expectAccessibleInBoth(page)

  await page.getByRole('button', { name: 'Put it back' }).click()
  await expect(page.getByText('It holds')).toBeVisible()
})

test('the page says whose receipt it shows, and how many this desk has made', async ({ page }) => {
  await page.goto('/')
  await expect(
    sheet(page).getByText(/^(?:The newest public receipt of this desk|Sample\. Made on a local chain)/),
  ).toBeVisible()
  const numbers = page.getByRole('region', { name: 'On this desk so far' })
  for (const name of ['Receipts', 'Finalized', 'Anchored']) {
    await expect(numbers.getByText(name, { exact: true })).toBeVisible()
  }
  await expect(numbers.locator('dd').first()).toHaveText(/^[\d,]+$/)
})

test('it works with the keyboard alone, and focus stays where it was', async ({ page }) => {
  await page.goto('/')
  await verify(page).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('It holds')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Verify again' })).toBeFocused()

  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('It does not hold')).toBeVisible()
})

test('two doors lead on, and nothing of a wallet is loaded before they do', async ({ page }) => {
  const scripts: string[] = []
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script') scripts.push(await response.text().catch(() => ''))
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  await expect(page.getByRole('link', { name: 'Start a challenge' })).toHaveAttribute('href', '/challenges/new')
  await expect(page.getByRole('main').getByRole('link', { name: 'Verify a receipt' })).toHaveAttribute(
    'href',
    '/verify',
  )

  expect(scripts.length).toBeGreaterThan(0)
  // What TanStack Query and anything that looks for wallets say in their own code.
  for (const mark of ['No QueryClient set', 'eip6963:requestProvider', 'wagmi.store']) {
    expect(scripts.filter((script) => script.includes(mark))).toHaveLength(0)
  }
})

test('the life of a challenge is there without JavaScript, and fits a phone', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } })
  const page = await context.newPage()
  await page.goto(baseURL ?? '')

  const life = page.getByRole('region', { name: 'The life of a challenge' })
  await expect(life.getByRole('heading', { level: 3 })).toHaveText([
    'Draft',
    'Sent',
    'Countersigned',
    'Locked',
    'Completed',
  ])
  const widest = await page.locator('html').evaluate((html) => html.scrollWidth)
  expect(widest).toBeLessThanOrEqual(320)
  await context.close()
})

test('each answer has a policy with a nonce of its own', async ({ request }) => {
  const policies = await Promise.all(['/', '/', '/nothing'].map(async (path) => (await request.get(path)).headers()))
  const nonces = policies.map((headers) => /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1])
  expect(new Set(nonces).size).toBe(3)
  expect(nonces).not.toContain(undefined)
})
