import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, expectAccessibleInBoth, test } from './page-test'

test('every error of the API leads to its page', async ({ page, request }) => {
  const refused = await request.get('/api/v1/challenges')
  const problem = await refused.json()
  expect(problem.type).toMatch(/\/docs\/errors\/E9005$/)

  await page.goto(new URL(problem.type).pathname)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Authentication required')
  await expect(page.getByText('E9005, HTTP 401')).toBeVisible()
  await expectAccessible(page)
})

test('the list of errors leads to each of them', async ({ page }) => {
  await page.goto('/docs/errors')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'E3014 Not possible in this status' }).click()
  await expect(page.getByRole('heading', { name: 'What to do' })).toBeVisible()
})

test('the calls of the API are listed as the routes describe them', async ({ page, request }) => {
  const { paths } = await (await request.get('/api/v1/openapi.json')).json()
  await page.goto('/docs')
  await expectAccessible(page)
  await expect(page.getByText(paths['/api/v1/challenges/{id}/accept'].post.summary, { exact: true })).toBeVisible()
})

for (const path of ['/docs/errors/E0000', '/docs/errors/e1001', '/nothing/here']) {
  test(`${path} is not found, in our own words`, async ({ page }) => {
    const answer = await page.goto(path)
    expect(answer?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here.')
    await expectAccessible(page)
  })
}

test('a guide is read from the file in the repository, with its contents beside it', async ({ page }) => {
  await page.goto('/docs')
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Your first challenge in three minutes/ })
    .last()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your first challenge in three minutes')
  await page.getByRole('link', { name: 'Check the receipt' }).click()
  await expect(page).toHaveURL(/#check-the-receipt$/)
  await expectAccessible(page)
})

test('a call says what it takes and what can go wrong, and its command works', async ({ page }) => {
  await page.goto('/docs/api/networks')
  const command = await page.getByRole('region', { name: /^Command: / }).textContent()
  const [, url = ''] = /"([^"]+)"/.exec(command ?? '') ?? []
  expect((await page.request.get(new URL(url).pathname)).status()).toBe(200)

  await page.goto('/docs/api/challenges')
  const accept = page.getByRole('region', { name: /^Accept by signing the same terms / })
  await expect(accept.getByText('signature', { exact: true })).toBeVisible()
  await accept.getByRole('link', { name: /^E3012/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not the counterparty')
})

test('the longest list of calls fits a small phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/docs/api/challenges')
  await expectNoSidewaysScroll(page)
})

for (const path of ['/docs', '/docs/api/funds', '/docs/guides/gatekeeper-over-http', '/docs/guides/self-hosting']) {
  test(`${path} fits a small phone, in the dark too`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 })
    await page.goto(path)
    await expectNoSidewaysScroll(page)
    await expectAccessibleInBoth(page)
  })
}

for (const path of ['/docs/guides/nothing', '/docs/api/nothing']) {
  test(`${path} is not found`, async ({ page }) => {
    expect((await page.goto(path))?.status()).toBe(404)
  })
}
