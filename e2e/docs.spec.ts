import { expect, expectAccessible, test } from './page-test'

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
