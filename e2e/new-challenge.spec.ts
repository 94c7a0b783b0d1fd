import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { button, connectWith, dialog, press, switchTo } from './acts'
import { expect, expectAccessible, test } from './page-test'
import { asParty, call, createChallenge, fundedAccount, readChallenge } from './parties'
import { signInByApi } from './sign-in'

/** Demo wallet 3: signs by itself, as the desk's own accounts do. */
const ME = 2
const BOB = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

const title = (page: Page) => page.getByLabel('Title', { exact: true })
const amount = (page: Page) => page.getByLabel('They must hold at least')
const open = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).click()
const readAndSign = (page: Page) => page.getByRole('button', { name: 'Read and sign' }).click()

/** Names one address as the other side. */
async function nameCounterparty(page: Page, text: string): Promise<void> {
  await open(page, 'Who it is for')
  await page.getByLabel('One address and nobody else').check()
  await page.getByLabel('Their address').fill(text)
  await page.getByLabel('Their address').blur()
}

test('a newcomer types a title and one amount, and sends a GATEKEEPER challenge', async ({ page }) => {
  await signInByApi(page, { account: ME })
  await page.goto('/challenges/new')
  for (const mode of ['Solo', 'Gatekeeper', 'Fire', 'Enforced']) await expect(page.getByLabel(mode)).toBeEnabled()
  await expectAccessible(page)

  await title(page).fill('Bike for 0.4 ETH')
  await amount(page).fill('0.4')
  await expect(page.getByText('They show 0.4 ETH on Local chain. It is looked at, never moved.')).toBeVisible()
  await readAndSign(page)

  await expect(page.getByRole('heading', { name: 'Bike for 0.4 ETH', level: 1 })).toBeFocused()
  await expect(page.getByText('Whoever holds the link').filter({ visible: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await page.waitForURL(/\/challenges\/[0-9a-f-]{36}$/)

  const me = await asParty(fundedAccount(ME))
  const sent = await readChallenge(me, page.url().split('/').at(-1) ?? '')
  expect(sent).toMatchObject({
    status: 'AWAITING_COUNTERPARTY',
    mode: 'GATEKEEPER',
    requirements: { creator: null, counterparty: { funds_checks: [{ min_balance: '400000000000000000' }] } },
  })

  // Whatever was kept in this browser is done with.
  await page.goto('/challenges/new')
  await expect(title(page)).toHaveValue('')
})

test('what one party is about to sign is not for the other to sign', async ({ page }) => {
  await signInByApi(page, { account: ME })
  await page.goto('/challenges/new')
  await title(page).fill('Mine to sign')
  await amount(page).fill('0.4')
  await readAndSign(page)
  await expect(button(page, 'Sign and send')).toBeVisible()

  await switchTo(page, 'Demo wallet 2')
  await expect(button(page, 'Sign and send')).toHaveCount(0)
  await expect(title(page)).toHaveValue('')

  await switchTo(page, 'Demo wallet 3')
  await expect(button(page, 'Sign and send')).toBeVisible()
})

test('a title is enough for SOLO, and a document never leaves the page', async ({ page }) => {
  await signInByApi(page, { account: ME })
  await page.goto('/challenges/new')
  await page.getByLabel('Solo').check()
  await expect(page.getByText('The draft is thrown away')).toBeVisible()
  await expect(amount(page)).toHaveCount(0)

  const secret = 'what nobody else should read'
  const bodies: string[] = []
  page.on('request', (request) => bodies.push(request.postData() ?? ''))
  await title(page).fill('I was here <script>alert(1)</script>')
  await open(page, 'Documents')
  await page.getByLabel('Add files').setInputFiles({
    name: '<img src=x onerror=alert(1)>.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(secret),
  })
  await expect(page.getByRole('listitem').filter({ hasText: '<img src=x onerror=alert(1)>.txt' })).toBeVisible()
  await readAndSign(page)

  await expect(page.getByRole('heading', { name: 'I was here <script>alert(1)</script>', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.waitForURL(/\/challenges\/[0-9a-f-]{36}$/)

  const me = await asParty(fundedAccount(ME))
  const done = await readChallenge(me, page.url().split('/').at(-1) ?? '')
  const sha256 = `0x${createHash('sha256').update(secret).digest('hex')}`
  expect(done).toMatchObject({ status: 'COMPLETED', documents: [{ size: secret.length, sha256 }] })
  expect(bodies.filter((body) => body.includes(secret))).toEqual([])
})

test('nobody has to be signed in to write, and connecting loses nothing', async ({ page }) => {
  await page.goto('/challenges/new')
  await title(page).fill('Typed by nobody yet')
  await amount(page).fill('1.5')
  await readAndSign(page)
  await dialog(page)
    .getByRole('button', { name: /^Demo wallet 3/ })
    .click()
  await button(page, 'Sign this text').click()

  await expect(page.getByRole('heading', { name: 'Typed by nobody yet', level: 1 })).toBeVisible({
    timeout: 60_000,
  })
  await page.getByRole('button', { name: 'Change something' }).click()
  await expect(title(page)).toHaveValue('Typed by nobody yet')
  await expect(amount(page)).toHaveValue('1.5')
})

test('a draft is kept in the browser, then on the desk, and opens again', async ({ page }) => {
  await signInByApi(page, { account: ME })
  await page.goto('/challenges/new')
  await title(page).fill('Half a thought')
  await page.reload()
  await expect(title(page)).toHaveValue('Half a thought')
  await expect(page.getByText('This is what you typed before')).toBeVisible()

  await amount(page).fill('0.25')
  await open(page, 'Terms by name')
  await page.getByRole('button', { name: 'Add a term' }).click()
  await page.getByLabel('Name', { exact: true }).fill('place')
  await page.getByLabel('Value').fill('Berlin, Ostkreuz')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.waitForURL(/\?draft=/)
  await expect(page.getByText('Draft saved', { exact: true })).toBeVisible()

  await title(page).fill('A whole thought')
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok())
  await page.getByRole('button', { name: 'Save draft' }).click()
  await saved
  await page.waitForLoadState('networkidle')
  await page.reload()
  await expect(title(page)).toHaveValue('A whole thought')
  await expect(amount(page)).toHaveValue('0.25')
  await expect(page.getByLabel('Value')).toHaveValue('Berlin, Ostkreuz')
  await expect(page.getByText('This is what you typed before')).toHaveCount(0)
})

test.describe('where clocks change', () => {
  test.use({ timezoneId: 'Europe/Berlin' })

  test('the rehearsal moves with the deadlines, said in local time', async ({ page }) => {
    await page.goto('/challenges/new')
    await open(page, 'Deadlines')
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('Accept by').fill(`${soon}T12:00`)
    await expect(page.getByText(/12:00 \(UTC\+0[12]:00\), in \d+ days\./)).toBeVisible()
    await expect(page.getByText(/It expires .* 12:00/)).toBeVisible()

    await page.getByLabel('End by').fill('2031-03-30T02:30')
    await page.getByLabel('End by').blur()
    await expect(page.getByText(/That time does not exist where you are/)).toBeVisible()
  })
})

test.describe('bad input', () => {
  test.beforeEach(async ({ page }) => {
    await signInByApi(page, { account: ME })
    await page.goto('/challenges/new')
  })

  test('what is missing is said beside its field, and focus goes there', async ({ page }) => {
    await readAndSign(page)
    await expect(title(page)).toBeFocused()
    await expect(title(page)).toHaveAccessibleDescription(/Give it a title/)
    await title(page).fill('Bike')
    await readAndSign(page)
    await expect(amount(page)).toBeFocused()
    await expect(amount(page)).toHaveAccessibleDescription(/Say how much they must show/)
    await amount(page).fill('0,4')
    await expect(amount(page)).toHaveAccessibleDescription(/Write a point for decimals/)
    await expectAccessible(page)
  })

  test('an address with a wrong checksum is refused with a sentence', async ({ page }) => {
    await nameCounterparty(page, BOB.replace('dc3A', 'dc3a'))
    await expect(page.getByLabel('Their address')).toHaveAccessibleDescription(/checksum of this address is wrong/)
    await page.getByLabel('Their address').fill(BOB)
    await expect(page.getByLabel('Their address')).not.toHaveAttribute('aria-invalid')
  })

  test('naming myself is refused, in a folded part too', async ({ page }) => {
    await title(page).fill('With myself')
    await amount(page).fill('1')
    await nameCounterparty(page, fundedAccount(ME).address)
    await open(page, 'Who it is for')
    await readAndSign(page)
    await expect(page.getByLabel('Their address')).toBeFocused()
    await expect(page.getByLabel('Their address')).toHaveAccessibleDescription(/must be somebody else/)
  })

  test('an address that looks like a known one is shown beside it in full', async ({ page }) => {
    const twin = `${BOB.slice(0, 6).toLowerCase()}${'5'.repeat(32)}${BOB.slice(-4).toLowerCase()}`
    await nameCounterparty(page, twin)
    const warning = page.getByRole('alert').filter({ hasText: 'This is not the address it looks like' })
    await expect(warning).toContainText(BOB)
    await expect(warning).toContainText('Demo wallet 2')
    expect(await warning.locator('mark').count()).toBeGreaterThan(1)
    await expectAccessible(page)
    await page.getByLabel('Their address').fill(BOB)
    await expect(warning).toHaveCount(0)
  })

  test('an ENS name is not looked up where the desk cannot', async ({ page }) => {
    await nameCounterparty(page, 'ann.eth')
    await expect(page.getByText(/no connection to Ethereum, so it cannot look up names/)).toBeVisible()
  })

  test('what the desk refuses stands beside its field, and nothing typed is lost', async ({ page, trouble }) => {
    trouble.expect(/400 \(Bad Request\)/)
    await page.route('**/api/v1/challenges', (route) =>
      route.fulfill({
        status: 400,
        contentType: 'application/problem+json',
        json: {
          code: 'E9004',
          detail: 'Some fields are not as they should be.',
          errors: [
            { path: 'gatekeeper_requirements.counterparty.funds_checks.0.min_balance', message: 'Ask for less.' },
          ],
        },
      }),
    )
    await title(page).fill('Refused')
    await amount(page).fill('7')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(amount(page)).toBeFocused()
    await expect(amount(page)).toHaveAccessibleDescription(/Ask for less/)
    await expect(title(page)).toHaveValue('Refused')
    await amount(page).fill('6')
    await expect(page.getByText('Ask for less.')).toHaveCount(0)
  })

  test('a desk that is away is said, and what was typed stays', async ({ page, trouble }) => {
    trouble.expect(/ERR_FAILED|ERR_INTERNET|Failed to (?:load|fetch)/)
    await title(page).fill('Offline')
    await amount(page).fill('7')
    await page.route('**/api/v1/challenges', (route) => route.abort())
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible()
    await page.unroute('**/api/v1/challenges')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.waitForURL(/\?draft=/)
    await expect(title(page)).toHaveValue('Offline')
  })
})

test('somebody else’s draft is not found, and a token without a list is asked how it is written', async ({ page }) => {
  const stranger = await asParty()
  const { id } = await createChallenge(stranger)
  await signInByApi(page, { account: ME })
  expect((await page.goto(`/challenges/new?draft=${id}`))?.status()).toBe(404)
  await expect(title(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('Bike for 0.4 ETH')).toHaveCount(0)

  await page.goto('/challenges/new')
  const { data } = await call<{ data: { assets: { token_address?: string; symbol: string }[] }[] }>('GET', 'networks')
  const token = data.flatMap(({ assets }) => assets).find(({ token_address }) => token_address)
  await amount(page).fill('2.5')
  await page.getByLabel('Asset').selectOption('OTHER')
  await page.getByLabel('Address of the token').fill(token?.token_address ?? '')
  await expect(page.getByText(`This desk knows it as ${token?.symbol}.`)).toBeVisible()
  await page.getByLabel('Address of the token').fill(BOB)
  await page.getByRole('button', { name: 'Ask the token how it is written' }).click()
  await expect(page.getByText('There is no token at this address on this network.')).toBeVisible()
  await page.getByLabel('Called').fill(token?.symbol ?? '')
  await expect(page.getByText(`This is not the ${token?.symbol} this desk lists`)).toBeVisible()
})

test('it fits a narrow phone, and can be filled in by keyboard alone', async ({ page }) => {
  await signInByApi(page, { account: ME })
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/challenges/new')
  await title(page).focus()
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('0.1')
  await expect(amount(page)).toHaveValue('0.1')
  for (const name of ['Who it is for', 'What you show', 'Terms by name', 'Documents', 'Deadlines', 'Who may see it']) {
    await open(page, name)
  }
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(await overflow()).toBeLessThanOrEqual(0)
  await expectAccessible(page)

  await title(page).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'By keyboard', level: 1 })).toBeFocused()
  expect(await overflow()).toBeLessThanOrEqual(0)
})

test('each party of a window finds its own text in the form, and what was typed before connecting stays', async ({
  page,
}) => {
  await page.goto('/challenges/new')
  await press(title(page))
  await title(page).fill('Typed by nobody yet')
  await connectWith(page, 'Demo wallet 1')
  await expect(title(page)).toHaveValue('Typed by nobody yet')
  await title(page).fill('The first one’s text')

  await switchTo(page, 'Demo wallet 2')
  await expect(title(page)).toHaveValue('')
  await title(page).fill('The second one’s text')
  await page.reload()
  await expect(title(page)).toHaveValue('The second one’s text')

  await switchTo(page, 'Demo wallet 1')
  await expect(title(page)).toHaveValue('The first one’s text')
})
