import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { press } from './acts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, test } from './page-test'
import { inSandbox } from './sandbox'

type Got = { body: string; headers: Record<string, string> }

/** An endpoint of somebody’s own: `/down` does not take what it is sent. */
let server: Server
let origin: string
const got: Got[] = []

test.beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    got.push({ body, headers: request.headers as Record<string, string> })
    response.statusCode = request.url === '/down' ? 500 : 200
    response.end('<script>window.broken=1</script>')
  })
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
test.afterAll(() => void server.close())

const confirm = async (page: Page, open: string | RegExp, action: string) => {
  await page.getByRole('button', { name: open }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: action, exact: true }).click()
}

test('an endpoint is added, tried, rotated, paused and deleted', async ({ page, trouble }) => {
  trouble.expect(/400 \(Bad Request\)/)
  const bench = await inSandbox(page)
  await page.goto(bench.at('/webhooks'))
  const url = page.getByRole('textbox', { name: 'URL' })
  await press(page.getByRole('radio', { name: /^Only these/ }))
  await page.getByLabel('Everything about receipts').check()
  await url.fill('https://169.254.169.254/latest')
  await page.getByRole('button', { name: 'Add the endpoint' }).click()
  await expect(url).toHaveAttribute('aria-invalid', 'true')
  await expect(url).toBeFocused()
  await expect(url).toHaveValue('https://169.254.169.254/latest')
  await expect(page.getByLabel('Everything about receipts')).toBeChecked()

  await url.fill(`${origin}/hook`)
  await page.getByRole('button', { name: 'Add the endpoint' }).click()
  const secret = (await page.getByTestId('secret').textContent()) ?? ''
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  await page.getByText('How your program checks a delivery').click()
  await expectAccessible(page)
  await page.getByRole('region', { name: 'The endpoint’s secret' }).getByRole('link').click()

  await press(page.getByRole('button', { name: 'Send a test' }))
  await expect(page.getByText('It took the test')).toBeVisible()
  await expect(page.getByRole('region', { name: 'What it answered' })).toHaveText('<script>window.broken=1</script>')
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)
  const { body, headers } = got.at(-1) as Got
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'endpoint.test' })

  await confirm(page, /^Rotate/, 'Rotate it')
  await expect(page.getByTestId('secret')).not.toHaveText(secret)
  await expect(page.getByText(/signature of both secrets until/).first()).toBeVisible()
  await page.getByRole('button', { name: 'I kept it' }).click()
  await confirm(page, /^Pause/, 'Pause it')
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await confirm(page, /^Switch on/, 'Switch it on')
  await expect(page.getByText('Paused', { exact: true })).toHaveCount(0)

  await press(page.getByRole('button', { name: 'Change it' }))
  await page.getByLabel(/^Description/).fill('Warehouse')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await confirm(page, /^Delete/, 'Delete it')
  await expect(page.getByText('No endpoints yet.')).toBeVisible()
})

test('every try of a delivery is seen, and one is sent again', async ({ page }) => {
  const bench = await inSandbox(page)
  const { id } = await bench.call<{ id: string }>('POST', 'webhooks', { url: `${origin}/down` })
  await bench.call('POST', 'events', { type: 'order.placed', payload: {}, metadata: { subject: 'order-7' } })
  await page.goto(bench.at(`/webhooks/${id}`))
  const delivery = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem').filter({ hasText: 'order-7' })
  await expect(delivery.first()).toContainText('Trying again, 500')
  await expect(delivery.first()).toContainText('Next try')
  await expect(page.getByText('Failing', { exact: true })).toBeVisible()

  await delivery
    .first()
    .getByText(/^1 try/)
    .click()
  await expect(delivery.getByRole('region', { name: 'What try 1 was answered' })).toContainText('<script>')
  await expectAccessible(page)
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1200, height: 900 })

  await delivery.getByRole('button', { name: /^Send it again/ }).click()
  await expect(page.getByText('It is on its way again', { exact: true }).first()).toBeVisible()
  await expect(delivery.first().getByText(/^[2-9] tries/)).toBeVisible()
  await page.goto(bench.at('/webhooks'))
  await expect(page.getByRole('list', { name: 'Endpoints' })).toContainText('Failing since')
  await expectAccessible(page)
})
