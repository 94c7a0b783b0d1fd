import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './page-test'

const sample = readFileSync(path.join(import.meta.dirname, '..', 'public', 'sample-bundle.json'))
const verify = (page: Page) => page.getByRole('button', { name: 'Verify this receipt' })

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('the sample verifies in the page, and one changed character is noticed', async ({ page }) => {
      await page.goto('/')
      await expect(page.getByText('Sample. Made on a local chain, worth nothing.')).toBeVisible()
      await expectAccessible(page)

      await verify(page).click()
      await expect(page.getByText('It holds: nothing is broken, 9 links are proven, 2 only claimed.')).toBeVisible()
      await expect(page.getByText('proven', { exact: true })).toHaveCount(9)
      await expect(page.getByText('claimed', { exact: true })).toHaveCount(2)

      await page.getByRole('button', { name: 'Change one character' }).click()
      await expect(page.getByText(/^It does not hold\. Broken: ./)).toBeVisible()
      await expect(page.getByText(/^Character \d+ of the file was . and is now .$/)).toBeVisible()
      await expectAccessible(page)

      await page.getByRole('button', { name: 'Put it back' }).click()
      await expect(page.getByText('It holds')).toBeVisible()
    })
  })
}

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

test('a file of one’s own is verified without being sent anywhere', async ({ page }) => {
  await page.goto('/')
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.postData() !== null) sent.push(request.url())
  })

  const door = page.getByLabel('Drop a bundle here, or choose one.')
  await door.setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: sample })
  await expect(page.getByText('mine.json')).toBeVisible()
  await expect(page.getByText('It holds')).toBeVisible()
  await expect(page.locator('dd', { hasText: /^FULFILLED$/ })).toBeVisible()

  await door.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('no bundle') })
  await expect(page.getByText('other.json')).toBeVisible()
  await expect(page.getByText('It does not hold. Broken: canonical bytes.')).toBeVisible()
  expect(sent).toEqual([])
})

test('the life of a challenge is there without JavaScript, and fits a phone', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } })
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
  expect(widest).toBeLessThanOrEqual(390)
  await context.close()
})

test('each answer has a policy with a nonce of its own', async ({ request }) => {
  const policies = await Promise.all(['/', '/', '/nothing'].map(async (path) => (await request.get(path)).headers()))
  const nonces = policies.map((headers) => /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1])
  expect(new Set(nonces).size).toBe(3)
  expect(nonces).not.toContain(undefined)
})
