import { button, connectWith, expectTurn, press, sign, verifyReceipt } from './acts'
import { localFeed, publishAnswer } from './bonds'
import { expect, expectAccessible, test } from './page-test'
import { asParty, createChallenge, newAccount } from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

test('somebody puts a challenge to themself, signs it and holds the receipt', async ({ page }) => {
  const account = await newAccount()
  await installWallet(page, { account, name: 'Green Wallet' })

  await page.goto('/challenges/new')
  await connectWith(page, 'Green Wallet')
  await page.getByRole('radio', { name: /^Solo/ }).check()
  await page.getByLabel('Title').fill('Run ten kilometres')
  await expect(page.getByLabel('They must hold at least')).toHaveCount(0)
  await press(button(page, 'Read and sign'))
  await sign(page, 'Sign')

  await expectTurn(page, 'Ended: fulfilled')
  await verifyReceipt(page)
})

test('SOLO with a figure: nothing before it is published, then it says who was right', async ({ page }) => {
  const [ann, feed] = [await asParty(), await localFeed()]
  const from = Math.ceil(Date.now() / 1_000) + 6
  const oracle = {
    feed: feed.address,
    comparator: 'gte',
    threshold: (3_000n * 10n ** BigInt(feed.decimals)).toString(),
    not_before: new Date(from * 1_000).toISOString(),
    max_age_seconds: 3_600,
  }
  const body = { mode: 'SOLO', title: 'Above 3000', resolution: { strategy: 'ORACLE', oracle } }
  const { id } = await createChallenge(ann, body)
  await publishAnswer(feed, BigInt(oracle.threshold) - 1n, from - 60)

  await installWallet(page, { account: ann.account, connected: true })
  await signInByApi(page, { account: ann.account })
  await page.goto(`/challenges/${id}`)
  await sign(page, 'Sign')
  await expectTurn(page, 'The figure decides')
  await expect(page.getByText('whether it is at least 3000 at its first answer from').first()).toBeVisible()
  await expectAccessible(page)

  await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan((from + 2) * 1_000)
  await publishAnswer(feed, BigInt(oracle.threshold), from + 1)
  // By itself: nobody has to press anything.
  await expectTurn(page, 'Ended: fulfilled')
})
