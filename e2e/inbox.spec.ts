import type { Page } from '@playwright/test'
import { press } from './acts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessibleInBoth, test } from './page-test'
import { inSandbox } from './sandbox'

const SCRIPT = '<script>window.broken=1</script>'
const row = (page: Page, table: string, text: string) =>
  page.getByRole('region', { name: table, exact: true }).getByRole('row').filter({ hasText: text })

async function expectFits(page: Page): Promise<void> {
  await expectAccessibleInBoth(page)
  const before = page.viewportSize() ?? { width: 1280, height: 720 }
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize(before)
}

test('nobody signed in is told what an inbox is', async ({ page }) => {
  for (const path of ['/inbox', '/inbox/dead', '/inbox/send', '/webhooks']) {
    await page.goto(path)
    await expect(page.getByRole('button', { name: 'Connect a wallet' })).toBeVisible()
  }
})

test('an event is written, sent, leased and acknowledged by hand', async ({ page, trouble }) => {
  trouble.expect(/400 \(Bad Request\)/)
  const bench = await inSandbox(page)
  await page.goto(bench.at('/inbox/send'))
  const payload = page.getByLabel('Payload')
  await press(page.getByRole('button', { name: 'Fill it in' }))
  await payload.fill('{ "note": oops }')
  await page.getByRole('button', { name: 'Send the event' }).click()
  await expect(payload).toBeFocused()
  await expect(payload).toHaveValue('{ "note": oops }')
  await expect(page.getByText(/^This is not JSON/)).toBeVisible()

  await payload.fill(JSON.stringify({ note: SCRIPT }))
  await page.getByRole('textbox', { name: 'Type' }).fill('challenge.locked')
  await page.getByRole('button', { name: 'Send the event' }).click()
  await expect(page.getByRole('textbox', { name: 'Type' })).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('textbox', { name: 'Type' }).fill('order.placed')
  await page.getByRole('button', { name: 'Send the event' }).click()
  await expect(page.getByText('Accepted as number 1 of its subject')).toBeVisible()
  await expectFits(page)

  await page.getByRole('link', { name: 'Items' }).click()
  await expect(row(page, 'Items', 'order.placed')).toContainText('Waiting')
  await press(page.getByRole('button', { name: 'Lease the next' }))
  await expect(row(page, 'Items', 'order.placed')).toContainText('Leased by you')
  await expectFits(page)
  await page.reload()
  await press(page.getByRole('button', { name: 'Acknowledge order.placed' }))
  await expect(row(page, 'Items', 'order.placed')).toContainText('Acknowledged')

  await row(page, 'Items', 'order.placed').getByRole('link').click()
  await expect(page.getByRole('region', { name: 'The event as JSON' })).toContainText(SCRIPT)
  await expect(page.getByRole('list', { name: 'Where it went' })).toContainText('Acknowledged')
  await expectFits(page)
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)
})

test('what waits is narrowed by the address, and comes in by itself', async ({ page, trouble }) => {
  trouble.expect(/400 \(Bad Request\)/)
  const bench = await inSandbox(page)
  const tell = (subject: string, shop: string) =>
    bench.call('POST', 'events', { type: 'order.placed', payload: {}, metadata: { subject, shop } })
  await page.goto(`${bench.at('/inbox')}&type=order.*&metadata=shop%3Dlisbon`)
  await expect(page.getByText('None like this')).toBeVisible()
  await tell('order-1', 'lisbon')
  await tell('order-2', 'porto')
  await expect(row(page, 'Items', 'order-1')).toBeVisible()
  await expect(row(page, 'Items', 'order-2')).toHaveCount(0)

  await page.getByLabel('Metadata').fill('shop')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText(/Write a key and its value/)).toBeVisible()
  await page.goto(`${bench.at('/inbox')}&metadata=${encodeURIComponent("we'ird key=1")}`)
  await expect(page.getByText('The inbox could not be read')).toBeVisible()
})

test('dead letters stand with their reason, come back, and are deleted for good', async ({ page }) => {
  const bench = await inSandbox(page)
  const die = (subject: string) =>
    bench.call('POST', 'events', { type: 'order.lost', payload: {}, metadata: { subject }, debug: { dead: true } })
  await die('order-1')
  await die('order-2')
  await page.goto(bench.at('/inbox/dead'))
  await expect(row(page, 'Dead letters', 'order-1')).toContainText('The event asked to fail.')
  await expectFits(page)
  await page.getByRole('checkbox', { name: /of order-1$/ }).check()
  await page.getByRole('button', { name: 'Bring back 1', exact: true }).click()
  await expect(page.getByText('One is back in the inbox.')).toBeVisible()
  await expect(row(page, 'Dead letters', 'order-1')).toHaveCount(0)

  await page.getByRole('button', { name: 'Delete all dead letters' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete them' }).click()
  await expect(page.getByText('No dead letters')).toBeVisible()
})

test('the debug panel really makes events go wrong, in a sandbox alone', async ({ page, trouble }) => {
  trouble.expect(/400 \(Bad Request\)/)
  const bench = await inSandbox(page)
  await page.goto('/inbox/send')
  await expect(page.getByText(/In an organization marked as a sandbox/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Debug panel' })).toHaveCount(0)

  await page.goto(bench.at('/inbox/send'))
  await press(page.getByRole('button', { name: 'Run it Retry logic' }))
  const story = page.getByRole('log', { name: /Retry logic/ })
  await expect(story).toContainText('Try 2 failed. The event asked to fail.', { timeout: 30_000 })
  await expect(story).toContainText('Acknowledged: it is done with.', { timeout: 30_000 })

  await page.getByRole('radio', { name: 'A validation error' }).check()
  await page.getByRole('button', { name: 'Send it that way' }).click()
  await expect(page.getByText('Refused with E9004, as it should be')).toBeVisible()
  await page.getByLabel('How many').fill('101')
  await page.getByRole('button', { name: 'Send them' }).click()
  await expect(page.getByText('Between 1 and 100.')).toBeVisible()
  await page.getByLabel('How many').fill('5')
  await page.getByRole('button', { name: 'Send them' }).click()
  await expect(page.getByText('5 of 5 accepted.')).toBeVisible()
  await expectFits(page)
})
