import { expect, expectAccessible, test } from './page-test'
import { asParty, bikeDeal, deskUrl, sentChallenge } from './parties'
import { inSandbox } from './sandbox'
import { signInByApi } from './sign-in'

const SCRIPT = '<script>broken=1</script>'

test('what a caller writes stands in the live tail as text, and the page counts what the desk counts', async ({
  page,
}) => {
  const bench = await inSandbox(page)
  for (const subject of ['order-1', 'order-2', 'order-3']) {
    await bench.call('POST', 'events', { type: 'order.placed', payload: {}, metadata: { subject } })
  }
  await bench.call('GET', 'inbox', undefined, { 'x-request-id': SCRIPT })

  await page.goto(bench.at('/inbox/tail'))
  const line = page.getByRole('listitem').filter({ hasText: 'GET /api/v1/inbox → 200' })
  await line.first().click()
  await expect(line.first()).toContainText(SCRIPT)
  await expectAccessible(page)

  const count = () => bench.call<{ events: { received: number }; deliveries: Record<string, number> }>('GET', 'metrics')
  await expect.poll(async () => (await count()).deliveries.pending).toBe(3)
  const { events, deliveries } = await count()
  expect(events.received).toBe(3)
  await page.goto(bench.at('/inbox/metrics'))
  const figure = (term: string) =>
    page
      .getByRole('region', { name: 'Of this time' })
      .locator('dt', { hasText: term })
      .locator('xpath=following::dd[1]')
  await expect(figure('Events received')).toHaveText('3')
  await expect(figure('Waiting')).toHaveText(String(deliveries.pending))
  await expect(figure('Dead')).toHaveText(String(deliveries.dead))
  await expectAccessible(page)
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)
})

test('a title with markup is text in the mail that carries it', async ({ page }) => {
  const creator = await asParty()
  const sent = await sentChallenge(creator, bikeDeal({ title: `Bike ${SCRIPT}` }))
  const invited = await fetch(`${deskUrl()}/api/v1/challenges/${sent.id}/invite`, {
    method: 'POST',
    headers: { authorization: `Bearer ${creator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'bob@example.org' }),
  })
  expect(invited.status).toBe(202)

  await signInByApi(page, { account: creator.account })
  await expect(async () => {
    await page.goto('/mailbox')
    await page.getByRole('link', { name: SCRIPT }).first().click({ timeout: 2_000 })
  }).toPass()
  await expect(page.getByText(SCRIPT).first()).toBeVisible()
  await expectAccessible(page)
  await page.goto('/mailbox/templates')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(page)
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)
})
