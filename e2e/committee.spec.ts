import { press, sign } from './acts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, test } from './page-test'
import { asParty, call } from './parties'
import { signInByApi } from './sign-in'
import { handedIn, memberOf, state, untilCommittee, untilTask } from './tasks'
import { installWallet } from './wallet'

test('a task is judged on its page: a seat, what is signed, the verdict, and an appeal asked for once', async ({
  page,
  openBrowser,
}) => {
  test.setTimeout(180_000)
  const [client, provider] = await Promise.all([asParty(), asParty()])
  const id = await handedIn(client, provider, '<i>Translate</i> a lease')
  const committee = await untilCommittee(client, id)
  expect([committee.k, committee.m]).toEqual([3, 5])

  // The client is asked, in the list and on the page; what strangers wrote is text.
  await installWallet(page, { account: client.account, connected: true })
  await signInByApi(page, { account: client.account })
  await page.goto('/receipts?kind=task')
  const row = page.getByRole('listitem').filter({ has: page.locator(`a[href="/receipts/${id}"]`) })
  await expect(row).toContainText('You are asked whether you took the result')
  await expectAccessible(page)
  await row.getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Task: <i>Translate</i> a lease' })).toBeVisible()
  await expect(page.getByText('<b>kept</b>')).toBeVisible()
  await press(page.getByRole('radio', { name: 'You took the result' }))
  await expectAccessible(page)
  await sign(page, 'Sign: accepted')
  await expect(page.getByText('took the result', { exact: true })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'You took the result' })).toHaveCount(0)

  // A member finds the seat, and types what is wrong first: nothing typed is lost.
  const seated = await memberOf(committee, 0)
  const member = await (await openBrowser()).newPage()
  await installWallet(member, { account: seated.account, connected: true })
  await signInByApi(member, { account: seated.account })
  await member.goto('/audits')
  await expectAccessible(member)
  await member.locator(`a[href="/receipts/${id}"]`).first().click()
  await expect(member.getByText('If you do nothing: others are drawn in your place')).toBeVisible()
  await press(member.getByRole('radio', { name: 'It passes' }))
  await member.getByLabel('Score').fill('1.1')
  await member.getByLabel('Confidence').fill('0.9')
  await press(member.getByRole('button', { name: 'See what you would sign' }))
  await expect(member.getByLabel('Score')).toBeFocused()
  await expect(member.getByLabel('Score')).toHaveAttribute('aria-invalid', 'true')
  await expect(member.getByLabel('Score')).toHaveValue('1.1')
  await member.getByLabel('Score').fill('0.85')
  await member
    .getByLabel('Or count it from a file, which stays here')
    .setInputFiles({ name: 'report.txt', mimeType: 'text/plain', buffer: Buffer.from('It is right.') })
  await expect(member.getByLabel('Evidence hash')).toHaveValue(/^0x[0-9a-f]{64}$/)
  await press(member.getByRole('button', { name: 'See what you would sign' }))
  const shown = member.getByRole('region', { name: 'Your wallet will show' })
  await expect(shown).toContainText('Countersign: AUDIT_PASS for a receipt')
  await expect(shown).toContainText('8500')
  await expectAccessible(member)
  await member.setViewportSize({ width: 320, height: 700 })
  await expectNoSidewaysScroll(member)
  await sign(member, 'Sign: it passes')
  await expect(member.getByText('score 0.85')).toBeVisible()
  await expect(member.getByRole('radio', { name: 'It passes' })).toHaveCount(0)

  // Whether it is safe may be said besides.
  await press(member.getByText('Say besides whether it is safe'))
  await press(member.getByRole('radio', { name: 'It is safe' }))
  await member.getByLabel('Score').fill('1')
  await member.getByLabel('Confidence').fill('1')
  await press(member.getByRole('button', { name: 'See what you would sign' }))
  await sign(member, 'Sign: it is safe')
  await expect(member.getByText('it is safe', { exact: true })).toBeVisible()
  await expect(member.getByText('Say besides whether it is safe')).toHaveCount(0)

  // Two more passes decide it, and the open page says so by itself.
  for (const at of [1, 2]) {
    await state(await memberOf(committee, at), id, { type: 'AUDIT_PASS', score: '0.9', confidence: '1' })
  }
  await untilTask(client, id, 'FINALIZED')
  await expect(page.getByText('Passed', { exact: true }).first()).toBeVisible()

  // The appeal says what it takes, and asks once; too few auditors are left for one here, and nothing moves.
  await expect(page.getByText('It takes a bond of 25 credits.')).toBeVisible()
  await press(page.getByRole('button', { name: 'Get some' }))
  await expect(page.getByText('You have 1000 credits.')).toBeVisible()
  await press(page.getByRole('button', { name: 'Appeal', exact: true }))
  const asked = page.getByRole('alertdialog')
  await expect(asked).toContainText('nobody appeals twice')
  await expectAccessible(page)
  await asked.getByRole('button', { name: 'Keep it as it is' }).click()
  expect(await call('GET', `receipts/${id}`, { party: client })).toMatchObject({ status: 'FINALIZED' })
})

test('a provider and a stranger are asked nothing', async ({ page, openBrowser }) => {
  test.setTimeout(120_000)
  const [client, provider] = await Promise.all([asParty(), asParty()])
  const id = await handedIn(client, provider)
  await untilCommittee(client, id)
  await signInByApi(page, { account: provider.account })
  await page.goto(`/receipts/${id}`)
  const standing = page.getByRole('complementary', { name: 'What is next' })
  await expect(standing).toContainText('Being judged')
  await expect(standing.getByRole('radio')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Its committee' })).toBeVisible()

  const nobody = await (await openBrowser({ viewport: { width: 320, height: 700 } })).newPage()
  await nobody.goto(`/receipts/${id}`)
  await expect(nobody.getByRole('complementary').getByRole('radio')).toHaveCount(0)
  await expectAccessible(nobody)
  await nobody.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(nobody)
  await nobody.emulateMedia({ colorScheme: 'light' })
  await expectNoSidewaysScroll(nobody)
})
