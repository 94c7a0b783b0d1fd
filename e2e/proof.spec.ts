import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, expectAccessibleInBoth, test } from './page-test'
import { asParty, bikeDeal, completedChallenge, fundedAccount, type Party } from './parties'
import { signInByApi } from './sign-in'

const RULE = 'it does not prove what was handed over'

let creator: Party
let counterparty: Party
let link: string
test.describe.configure({ timeout: 120_000 })
test.beforeAll(async () => {
  test.setTimeout(120_000)
  ;[creator, counterparty] = await Promise.all([asParty(fundedAccount(4)), asParty(fundedAccount(5))])
  link = (await completedChallenge(creator, counterparty, bikeDeal())).receipt_id
})

const verify = (page: Page) => page.getByRole('button', { name: 'Verify this receipt' })
/** The anchor is written by the desk's worker; the page notices by itself. */
const anchored = (page: Page) => expect(page.getByText('anchored', { exact: true })).toBeVisible({ timeout: 60_000 })
/** The code for it loads on the first press, which a busy machine takes its time for. */
const holds = (page: Page, says: string) => expect(page.getByText(`It holds: ${says}`)).toBeVisible({ timeout: 30_000 })
const widthOf = (page: Page) => page.locator('html').evaluate((html) => html.scrollWidth)

test('anybody with the address sees what happened and verifies it in the page', async ({ page }) => {
  await page.goto(`/proof/${link}`)
  await expect(page).toHaveTitle(`Receipt ${link.slice(0, 10)} · Countersign`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Both say it was fulfilled.')
  await expect(page.getByText(RULE)).toBeVisible()
  for (const { address } of [creator, counterparty])
    await expect(page.getByText(address, { exact: true })).toBeVisible()
  await expect(page.getByText('signed the terms and the outcome; held the funds asked for')).toBeVisible()
  await expect(page.getByText('Bike')).toHaveCount(0)
  await anchored(page)
  await expectAccessibleInBoth(page)

  await verify(page).click()
  await holds(page, 'nothing is broken, 7 links are proven, 3 only claimed.')
  await expect(page.getByText('Redacted: what the parties signed is not in this file, only its hashes.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Verify again' })).toBeFocused()
  await expectAccessibleInBoth(page)

  await page.getByRole('button', { name: 'Ask the local chain' }).click()
  await holds(page, 'nothing is broken, 8 links are proven, 2 only claimed.')
  await expect(page.getByRole('heading', { name: 'Checked just now, in this page' })).toBeFocused()
})

test('no verifier and no wallet code loads before the press', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname))
  await page.goto(`/proof/${link}`, { waitUntil: 'networkidle' })
  const scripts = () => page.locator('script[src]').count()
  const before = { scripts: await scripts(), bundle: asked.some((path) => path.endsWith('/bundle')) }
  expect(before.bundle).toBe(false)

  await verify(page).click()
  await holds(page, 'nothing is broken')
  expect(await scripts()).toBeGreaterThan(before.scripts)
  expect(asked.filter((path) => path.endsWith('/bundle'))).toHaveLength(1)
})

test('strangers download it redacted, parties whole', async ({ page, openBrowser }) => {
  const take = async (who: Page, name = 'Download the bundle') => {
    const [download] = await Promise.all([who.waitForEvent('download'), who.getByRole('link', { name }).click()])
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
  }
  await page.goto(`/proof/${link}`)
  await expect(page.getByText('The file is redacted')).toBeVisible()
  await anchored(page)
  const redacted = await take(page)
  expect(redacted.name).toMatch(/^countersign-[0-9a-f]{12}-redacted\.json$/)
  expect(redacted.text).not.toContain('Bike')

  const context = await openBrowser()
  await signInByApi(context, { account: 4 })
  const own = await context.newPage()
  await own.goto(`/proof/${link}`)
  await expect(own.getByText('You are a party')).toBeVisible()
  const whole = await take(own)
  expect(whole.name).toMatch(/^countersign-[0-9a-f]{12}\.json$/)
  expect(whole.text).toContain('Bike for 0.4 ETH')
  expect((await take(own, 'one with their hashes only')).text).toBe(redacted.text)
  await verify(own).click()
  await holds(own, 'nothing is broken, 9 links are proven, 2 only claimed.')
})

test('what is the parties’ alone is not there for others', async ({ page, openBrowser }) => {
  const { receipt_id } = await completedChallenge(creator, counterparty, bikeDeal({ visibility: 'parties' }))
  for (const address of [receipt_id, `0x${'00'.repeat(32)}`, '0x12', 'nothing']) {
    const answer = await page.goto(`/proof/${address}`)
    expect(answer?.status(), address).toBe(404)
  }
  const context = await openBrowser()
  await signInByApi(context, { account: 5 })
  const own = await context.newPage()
  expect((await own.goto(`/proof/${receipt_id}`))?.status()).toBe(200)
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('Both say it was fulfilled.')
})

test('search engines find the public ones only', async ({ page }) => {
  const { receipt_id } = await completedChallenge(creator, counterparty, bikeDeal({ visibility: 'public' }))
  const robots = page.locator('meta[name="robots"]')
  await page.goto(`/proof/${link}`)
  await expect(robots).toHaveAttribute('content', 'noindex, nofollow')
  await page.goto(`/proof/${receipt_id}`)
  await expect(robots).toHaveCount(0)
})

test('a bundle that does not come is said, and can be asked for again', async ({ page, trouble }) => {
  trouble.expect(/Failed to load resource/)
  await page.goto(`/proof/${link}`)
  await page.route('**/bundle', (route) => route.abort())
  await verify(page).click()
  await expect(page.getByText('The bundle could not be fetched. Try again.')).toBeVisible()
  await page.unroute('**/bundle')
  await verify(page).click()
  await holds(page, 'nothing is broken')
})

test('on paper it is the receipt alone, dark on white, with a way back', async ({ page }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.goto(`/proof/${link}`)
  for (const gone of [page.getByRole('banner'), page.getByRole('contentinfo'), page.getByRole('button')]) {
    await expect(gone.filter({ visible: true })).toHaveCount(0)
  }
  await expect(page.getByRole('img', { name: 'A code with the address of this page' })).toBeVisible()
  await expect(page.getByText(`/proof/${link}`)).toBeVisible()
  const colors = await page.locator('html').evaluate((html) => {
    const { backgroundColor, color } = getComputedStyle(html)
    return [backgroundColor, color]
  })
  expect(colors).toEqual(['rgb(255, 255, 255)', 'rgb(29, 27, 23)'])
  const pdf = await page.pdf({ format: 'A4' })
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
})

test('it prints from its button', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => void document.documentElement.setAttribute('data-printed', 'yes')
  })
  await page.goto(`/proof/${link}`)
  await page.getByRole('button', { name: 'Print or save as PDF' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes')
})

test('it fits a narrow phone, and reads without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  })
  const page = await context.newPage()
  await page.goto(`/proof/${link}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: 'the file itself' })).toBeVisible()
  expect(await widthOf(page)).toBeLessThanOrEqual(320)
  await context.close()
})
