import type { Page } from '@playwright/test'
import { expect, expectAccessibleInBoth, test } from './page-test'
import {
  acceptChallenge,
  asParty,
  bikeDeal,
  completedChallenge,
  confirmChallenge,
  createChallenge,
  newAccount,
  type Party,
  sentChallenge,
  untilStatus,
} from './parties'
import { signInByApi } from './sign-in'

/** The owner of this browser, who also acts elsewhere. */
async function signIn(page: Page): Promise<Party> {
  const me = await asParty(await newAccount({ ether: '1' }))
  await signInByApi(page, { account: me.account })
  return me
}

const waiting = (page: Page) => page.getByRole('region', { name: 'Waits for you' })
const list = (page: Page) => page.getByRole('region', { name: 'Your challenges' })

async function expectToFit(page: Page): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {}
  expect(await page.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(width)
}

test('what waits for me changes as the other side acts, and what happened is told', async ({ page }) => {
  const [me, bob] = [await signIn(page), await asParty()]
  await page.goto('/desk')
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()

  const sent = await sentChallenge(bob, bikeDeal({ title: 'Blue bike', counterparty: me.address }))
  const row = waiting(page).getByRole('listitem').filter({ hasText: 'Blue bike' })
  await expect(row.getByText('Read the terms and answer')).toBeVisible()
  await expect(row.getByText('If you do nothing: it expires, and nothing is taken.')).toBeVisible()
  await expect(row.getByRole('timer')).toHaveText(/^\d+ d \d+ h$/)
  await expect(row.getByRole('link', { name: 'Read the terms: Blue bike' })).toHaveAttribute(
    'href',
    `/challenges/${sent.id}`,
  )

  await acceptChallenge(me, sent)
  await untilStatus(me, sent.id, 'INTENT_LOCKED')
  await expect(row.getByText('Say how it ended', { exact: true }).first()).toBeVisible()
  await confirmChallenge(bob, sent.id)
  await expect(row.getByText('They signed: fulfilled')).toBeVisible()

  await confirmChallenge(me, sent.id)
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
  const news = page.getByRole('complementary', { name: 'Lately' })
  await expect(news.getByText('Blue bike: completed: fulfilled')).toBeVisible()
  await expect(news.getByText('Blue bike: both have signed the same terms')).toBeVisible()
})

test('the nearest deadline comes first with the one red button, what waits for others comes after', async ({
  page,
}) => {
  const me = await signIn(page)
  await createChallenge(me, bikeDeal({ title: 'A draft' }))
  await sentChallenge(await asParty(), bikeDeal({ title: 'Put to me', counterparty: me.address }))
  await sentChallenge(me, bikeDeal({ title: 'Put to others' }))

  await page.goto('/desk')
  await expect(waiting(page).getByRole('heading', { level: 3 })).toHaveText(['Put to me', 'A draft'])
  const others = page.getByRole('region', { name: 'Open, waiting for others' })
  await expect(others.getByRole('heading', { level: 3 })).toHaveText(['Put to others'])
  await expect(others.getByText('Whoever has the link may sign.')).toBeVisible()
  await expect(page.locator('main .bg-seal')).toHaveCount(1)
})

test('an empty desk teaches how to begin, with wallets to play both sides on the local chain', async ({ page }) => {
  await signIn(page)
  await page.goto('/desk')
  await expect(page.getByRole('heading', { name: 'Play both sides' })).toBeVisible()
  await expect(page.getByRole('main').getByText(/choose Demo wallet \d in the menu/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Start a challenge' })).toHaveAttribute('href', '/challenges/new')

  await page.goto('/challenges')
  await expect(page.getByRole('heading', { name: 'No challenges yet' })).toBeVisible()
  await page.goto('/receipts')
  await expect(page.getByRole('heading', { name: 'No receipts yet' })).toBeVisible()
})

test('nobody is shown what it is for, and the way in', async ({ page }) => {
  for (const [path, name] of [
    ['/desk', 'Your desk'],
    ['/challenges', 'Your challenges'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Connect a wallet' })).toBeVisible()
  }
  await page.goto('/receipts')
  await expect(page.getByRole('heading', { level: 1, name: 'Receipts' })).toBeVisible()
})

test('challenges are narrowed by the address, and a title is never more than text', async ({ page }) => {
  const me = await signIn(page)
  const title = '<img src=x onerror="alert(1)"> & "quotes"'
  await createChallenge(me, { mode: 'SOLO', title })
  await createChallenge(me, bikeDeal({ title: 'Drafted' }))
  await sentChallenge(await asParty(), bikeDeal({ title: 'Put to me', counterparty: me.address }))

  await page.goto('/challenges')
  await expect(list(page).getByRole('heading', { level: 3 })).toHaveText(['Put to me', 'Drafted', title])
  const choose = async (label: string, option: string) => {
    await page.getByLabel(label, { exact: true }).selectOption(option)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
  }
  await choose('Status', 'Draft')
  await expect(page).toHaveURL(/\?status=DRAFT/)
  await expect(list(page).getByRole('heading', { level: 3 })).toHaveText(['Drafted', title])
  await choose('Mode', 'Solo')
  await expect(list(page).getByRole('heading', { level: 3 })).toHaveText([title])
  await page.reload()
  await expect(page.getByLabel('Mode', { exact: true })).toHaveValue('SOLO')

  await choose('You are', 'Counterparty')
  await expect(page.getByRole('heading', { name: 'None like this' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all of them' }).click()
  await expect(list(page).getByRole('heading', { level: 3 })).toHaveCount(3)

  await createChallenge(me, bikeDeal({ title: 'Just drafted' }))
  await expect(list(page).getByRole('heading', { level: 3 }).first()).toHaveText('Just drafted')
})

test('lists go on past their first page, with and without JavaScript', async ({ page, openBrowser }) => {
  const me = await signIn(page)
  for (let i = 1; i <= 31; i++) await createChallenge(me, { mode: 'SOLO', title: `Statement ${i}` })
  await page.goto('/challenges')
  await expect(list(page).getByRole('heading', { level: 3 })).toHaveCount(30)
  await page.getByRole('button', { name: 'Show older ones' }).click()
  await expect(list(page).getByRole('heading', { level: 3 })).toHaveCount(31)
  await expect(page.getByRole('button', { name: 'Show older ones' })).toHaveCount(0)

  const plain = await (await openBrowser({ javaScriptEnabled: false })).newPage()
  await signInByApi(plain, { account: me.account })
  await plain.goto('/challenges?status=DRAFT')
  await expect(list(plain).getByRole('heading', { level: 3 }).first()).toHaveText('Statement 31')
  await plain.getByRole('link', { name: 'Show older ones' }).click()
  await expect(list(plain).getByRole('heading', { level: 3 })).toHaveText(['Statement 1'])
})

test('receipts: mine, the public ones, and each with its own rosette', async ({ page, openBrowser }) => {
  const me = await signIn(page)
  const bob = await asParty()
  const quiet = await completedChallenge(me, bob, bikeDeal())
  const open = await completedChallenge(bob, await asParty(), bikeDeal({ visibility: 'public' }))

  await page.goto('/receipts')
  const rows = page
    .getByRole('region', { name: 'Your receipts' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') })
  await expect(rows).toHaveCount(1)
  await expect(rows.getByRole('link')).toHaveAttribute('href', `/proof/${quiet.receipt_id}`)
  await expect(rows.getByText(/^(?:anchored|not anchored yet)$/)).toBeVisible()

  await page.getByLabel('Whose').selectOption('everybody')
  await page.getByRole('button', { name: 'Show' }).click()
  const all = page.getByRole('region', { name: 'Public receipts' })
  await expect(all.locator(`a[href="/proof/${open.receipt_id}"]`)).toBeVisible()
  const drawings = await all
    .locator('svg[viewBox="-102 -102 204 204"] path')
    .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')))
  expect(new Set(drawings).size).toBe(drawings.length)

  const nobody = await (await openBrowser()).newPage()
  await nobody.goto('/receipts')
  await expect(nobody.locator(`a[href="/proof/${open.receipt_id}"]`)).toBeVisible()
  await expect(nobody.locator(`a[href="/proof/${quiet.receipt_id}"]`)).toHaveCount(0)
})

test.describe('at 320 px', () => {
  test.use({ viewport: { width: 320, height: 700 } })

  test('desk, challenges and receipts fit, and are free of what axe can see', async ({ page }) => {
    const [me, bob] = [await signIn(page), await asParty()]
    const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze'.repeat(2)
    await createChallenge(me, bikeDeal({ title: word }))
    await sentChallenge(bob, bikeDeal({ title: `${word} for me`, counterparty: me.address }))
    await completedChallenge(me, bob, bikeDeal())

    for (const path of ['/desk', '/challenges', '/receipts', '/challenges?status=EXPIRED']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectToFit(page)
      await expectAccessibleInBoth(page)
    }
  })
})
