import type { BrowserContext, Page } from '@playwright/test'
import { sign, turn } from './acts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, test } from './page-test'
import {
  acceptChallenge,
  asParty,
  bikeDeal,
  call,
  confirmChallenge,
  createChallenge,
  fundedAccount,
  inviteOf,
  lockedChallenge,
  type Party,
  sentChallenge,
} from './parties'
import { signInByApi } from './sign-in'

// Wallets of the local chain that anybody may play with: their pages sign without a wallet being installed.
const CREATOR = fundedAccount(2)
const COUNTERPARTY = fundedAccount(3)
const STRANGER = fundedAccount(1)

/** A window of a browser of its own, signed in as this account. */
async function windowOf(open: () => Promise<BrowserContext>, account: typeof CREATOR): Promise<Page> {
  const context = await open()
  await signInByApi(context, { account })
  return context.newPage()
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const expectTurn = (page: Page, heading: string) =>
  expect(turn(page).getByRole('heading', { name: heading })).toBeVisible()
const column = (page: Page, side: string) => page.locator(`[data-side=${side}]`)
const dialog = (page: Page) => page.getByRole('dialog')

test('both sides see each other act, from the invite to the receipt, without loading a page anew', async ({
  page,
  openBrowser,
}) => {
  test.setTimeout(180_000)
  await signInByApi(page, { account: CREATOR })
  const creator = await asParty(CREATOR)
  const { id } = await createChallenge(creator, bikeDeal({ title: 'Bike, live' }))
  await page.goto(`/challenges/${id}`)
  await expectTurn(page, 'Sign and send it')
  await expectAccessible(page)

  await sign(page, 'Sign and send')
  await expectTurn(page, 'Give them the link')
  await expect(page.getByText(/^Just now: You signed and sent it$/)).toBeVisible()
  const invite = (await page.getByTestId('invite').textContent()) ?? ''

  const other = await windowOf(openBrowser, COUNTERPARTY)
  await other.goto(invite)
  await expect(other.getByRole('heading', { level: 1, name: 'Bike, live' })).toBeVisible()
  await button(other, 'Check myself first').click()
  await expect(other.getByText('You would pass.')).toBeVisible()
  await expectAccessible(other)

  await sign(other, 'Sign and accept')
  await expect(other).toHaveURL(new RegExp(`/challenges/${id}$`), {})
  await expectTurn(page, 'Say how it ended')
  await expectTurn(other, 'Say how it ended')
  await expect(column(page, 'counterparty').getByText('passed')).toBeVisible()

  await sign(other, 'Sign: fulfilled')
  await expectTurn(other, 'You signed: fulfilled')
  await expectTurn(page, 'They signed: fulfilled')
  await expectAccessible(page)
  await sign(page, 'Sign: fulfilled')
  await expectTurn(page, 'Ended: fulfilled')
  await expectTurn(other, 'Ended: fulfilled')
  await expect(other.getByRole('link', { name: 'Open the receipt' })).toBeVisible()
})

test('declined with a reason, which the creator reads at once', async ({ page, openBrowser }) => {
  const creator = await asParty(CREATOR)
  const sent = await sentChallenge(creator, bikeDeal({ title: 'Bike, declined' }))
  await signInByApi(page, { account: CREATOR })
  await page.goto(`/challenges/${sent.id}`)
  await expectTurn(page, 'Give them the link')

  const other = await windowOf(openBrowser, COUNTERPARTY)
  await other.goto(`/join/${inviteOf(sent)}`)
  await button(other, 'Decline').click()
  await dialog(other).getByLabel('Why').fill('Too far away')
  await dialog(other).getByRole('button', { name: 'Decline' }).click()
  await expect(other.getByRole('heading', { level: 1, name: 'This was declined.' })).toBeVisible()

  await expectTurn(page, 'Declined')
  await expect(page.getByText('“Too far away”').first()).toBeVisible()
})

test('withdrawn after one question, and gone for whoever reads the invite', async ({ page, openBrowser }) => {
  const sent = await sentChallenge(await asParty(CREATOR), bikeDeal({ title: 'Bike, withdrawn' }))
  const other = await windowOf(openBrowser, STRANGER)
  await other.goto(`/join/${inviteOf(sent)}`)
  await expect(button(other, 'Sign and accept')).toBeVisible()

  await signInByApi(page, { account: CREATOR })
  await page.goto(`/challenges/${sent.id}`)
  await button(page, 'Withdraw it').click()
  const question = page.getByRole('alertdialog', { name: 'Withdraw it?' })
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Withdraw it' }).click()
  await expectTurn(page, 'Withdrawn')

  // Too late: the page says what happened, and nothing was done in their name.
  await expect(other.getByRole('heading', { level: 1, name: 'This was withdrawn.' })).toBeVisible()
})

test('other terms: both see what changed, and the old invite says so', async ({ page, openBrowser }) => {
  test.setTimeout(180_000)
  const sent = await sentChallenge(await asParty(CREATOR), bikeDeal({ title: 'Bike, countered' }))
  await signInByApi(page, { account: CREATOR })
  await page.goto(`/challenges/${sent.id}`)
  await expectTurn(page, 'Give them the link')

  const other = await windowOf(openBrowser, COUNTERPARTY)
  await other.goto(`/join/${inviteOf(sent)}`)
  await button(other, 'Propose other terms').click()
  await dialog(other).getByLabel('Title').fill('')
  await dialog(other).getByRole('button', { name: 'Show me what I would sign' }).click()
  await expect(dialog(other).getByLabel('Title')).toBeFocused()
  await expect(dialog(other).getByText('It needs a title.')).toBeVisible()

  await dialog(other).getByLabel('Title').fill('Bike, cheaper')
  await dialog(other)
    .getByLabel(/^The counterparty must hold/)
    .fill('0.3')
  await dialog(other).getByRole('button', { name: 'Show me what I would sign' }).click()
  await expect(dialog(other).getByText('Countersign: “Bike, cheaper”').first()).toBeVisible()
  await dialog(other).getByRole('button', { name: 'Sign these terms' }).click()
  await expect(other).toHaveURL(new RegExp(`/challenges/${sent.id}$`), {})
  await expectTurn(other, 'They read your terms')

  await expectTurn(page, 'They propose other terms')
  await expect(page.getByText('The terms are another revision: 2')).toBeVisible()
  await expect(page.getByRole('deletion').filter({ hasText: 'at least 0.4 ETH' })).toBeVisible()
  await expect(page.getByRole('insertion').filter({ hasText: 'at least 0.3 ETH' })).toBeVisible()

  const third = await windowOf(openBrowser, STRANGER)
  await third.goto(`/join/${inviteOf(sent)}`)
  await expect(
    third.getByRole('heading', { level: 1, name: 'The terms have changed since this invite.' }),
  ).toBeVisible()

  await sign(page, 'Sign and accept')
  await expectTurn(page, 'Say how it ended')
  await expectTurn(other, 'Say how it ended')
})

test('more time: asked for by one, agreed by the other', async ({ page, openBrowser }) => {
  test.setTimeout(180_000)
  const { id } = await lockedChallenge(
    await asParty(CREATOR),
    await asParty(COUNTERPARTY),
    bikeDeal({ title: 'Bike, later' }),
  )
  await signInByApi(page, { account: CREATOR })
  await page.goto(`/challenges/${id}`)
  await button(page, 'Ask for more time').click()
  await dialog(page).getByLabel('The new end').fill('2020-01-01T10:00')
  await dialog(page).getByRole('button', { name: 'Show me what I would sign' }).click()
  await expect(dialog(page).getByText('This must be later than the present deadline.')).toBeVisible()

  await dialog(page).getByRole('button', { name: 'A week more' }).click()
  await dialog(page).getByRole('button', { name: 'Show me what I would sign' }).click()
  await expect(dialog(page).getByRole('region', { name: 'Your wallet will show' })).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Sign: more time' }).click()
  await expect(dialog(page)).toBeHidden()

  const other = await windowOf(openBrowser, COUNTERPARTY)
  await other.goto(`/challenges/${id}`)
  await expectTurn(other, 'They ask for more time')
  await sign(other, 'Sign: more time')
  await expectTurn(other, 'Say how it ended')
  await expect(
    page.getByText(/^Just now: The counterparty signed for more time too: the deadline moved to/),
  ).toBeVisible()
})

test('what came too late says what happened instead, and loses nothing', async ({ page, trouble }) => {
  trouble.expect(/409 \(Conflict\)/)
  const [creator, other] = [await asParty(CREATOR), await asParty(COUNTERPARTY)]
  const sent = await sentChallenge(creator, bikeDeal({ title: 'Bike, too late' }))
  await signInByApi(page, { account: STRANGER })
  await page.goto(`/join/${inviteOf(sent)}`)
  await expect(page.getByRole('region', { name: 'Your wallet will show' })).toBeVisible()

  await acceptChallenge(other, sent)
  await button(page, 'Sign and accept').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Somebody else has accepted.' })).toBeVisible()
})

test('each dead end says what it is, with one way on', async ({ page }) => {
  const [creator, named] = [await asParty(CREATOR), await asParty()]
  const forNamed = await sentChallenge(creator, bikeDeal({ title: 'Bike, named', counterparty: named.address }))
  const draft = await createChallenge(creator, bikeDeal({ title: 'Bike, secret' }))
  await signInByApi(page, { account: STRANGER })

  await page.goto(`/join/${inviteOf(forNamed)}`)
  await expect(page.getByRole('heading', { level: 1, name: 'This invite is for another wallet.' })).toBeVisible()
  await expect(button(page, 'Go on with that wallet')).toBeVisible()

  expect((await page.goto('/join/not-an-invite'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1, name: 'This invite leads nowhere.' })).toBeVisible()
  await expectAccessible(page)

  expect((await page.goto(`/challenges/${draft.id}`))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1, name: 'There is no such challenge for you.' })).toBeVisible()
  await expect(page.getByText('Bike, secret')).toHaveCount(0)

  await page.goto(`/challenges/${forNamed.id}`)
  await expectTurn(page, 'Not your deal')
  await expect(page.locator('aside').getByRole('button', { name: /^Sign/ })).toHaveCount(0)
})

test('an invite is read before connecting, and leads its creator to the challenge', async ({ page }) => {
  const sent = await sentChallenge(await asParty(CREATOR), bikeDeal({ title: 'Bike, unread' }))
  await page.goto(`/join/${inviteOf(sent)}`)
  await expect(page.getByText('at least 0.4 ETH')).toBeVisible()
  await expect(page.getByText('Nothing. No fee, no gas, no bond.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Read it, then connect' })).toBeVisible()
  await expectAccessible(page)

  await signInByApi(page, { account: CREATOR })
  await page.goto(`/join/${inviteOf(sent)}`)
  await expect(page).toHaveURL(new RegExp(`/challenges/${sent.id}$`))
})

test('the log is computed again in the browser, and a changed entry is found', async ({ page }) => {
  const [creator, other] = [await asParty(CREATOR), await asParty(COUNTERPARTY)]
  const { id } = await lockedChallenge(creator, other, bikeDeal({ title: 'Bike, logged' }))
  await confirmChallenge(other, id)
  await signInByApi(page, { account: CREATOR })
  await page.goto(`/challenges/${id}`)
  await button(page, 'Check the chain here').click()
  await expect(page.getByText('computed here: the same')).toHaveCount(5)
  await expect(page.getByText(/^It holds: all 5 entries computed in this browser/)).toBeVisible()

  // A desk that changed one entry of what it shows.
  await page.route(`**/api/v1/challenges/${id}/events`, async (route) => {
    const answer = await route.fetch()
    const log = await answer.json()
    log.data[2].data.final_hash = `0x${'0'.repeat(64)}`
    await route.fulfill({ json: log })
  })
  await confirmChallenge(other, id, 'NO_CONTEST')
  await expectTurn(page, 'They signed: no contest')
  await expect(page.getByText('It holds')).toHaveCount(0)
  await button(page, 'Check the chain here').click()
  await expect(page.getByText('does not hold: its hash is another one')).toHaveCount(1)
  await expect(page.getByText('It does not hold at entry 3.')).toBeVisible()
})

test('a document is compared here, and hostile text stays text on a narrow screen', async ({ page }) => {
  const hostile = `<img src=x onerror=alert(1)> ${'W'.repeat(80)}`
  const bytes = Buffer.from('blue road bike')
  const { createHash } = await import('node:crypto')
  const sha256 = `0x${createHash('sha256').update(bytes).digest('hex')}`
  const creator: Party = await asParty(CREATOR)
  const body = bikeDeal({
    title: hostile,
    description: `${hostile}\nsecond line`,
    terms: { '<b>key</b>': hostile },
    documents: [{ name: `${'n'.repeat(120)}.jpg`, size: bytes.length, sha256 }],
  })
  const { id } = await call<{ id: string }>('POST', 'challenges', { party: creator, body })
  await page.setViewportSize({ width: 320, height: 700 })
  await signInByApi(page, { account: CREATOR })
  await page.goto(`/challenges/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: hostile })).toBeVisible()
  await expect(page.locator('main img')).toHaveCount(0)

  await page.getByText('Is this the file? Check one here').click()
  const choose = page.getByLabel(/^Drop it here or choose it/)
  await choose.setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await expect(page.getByText(/^Yes: this is n+\.jpg, byte for byte, only named x\.jpg here\.$/)).toBeVisible()
  await choose.setInputFiles({ name: 'y.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('red') })
  await expect(page.getByText('No: y.jpg is none of the documents of this challenge.')).toBeVisible()
  await expectNoSidewaysScroll(page)
})

test('what a wallet lacks is known before accepting, and nobody else is told', async ({ page }) => {
  const creator = await asParty(CREATOR)
  const sent = await sentChallenge(creator, bikeDeal({ title: 'Bike, dear', ether: '900000000' }))
  await signInByApi(page, { account: COUNTERPARTY })
  await page.goto(`/join/${inviteOf(sent)}`)
  await button(page, 'Check myself first').click()
  await expect(page.getByText('not there')).toBeVisible()
  await expect(page.getByText(/^Something is missing/)).toBeVisible()
  const { verification } = await call<{ verification: { counterparty: { funds: string } } }>(
    'GET',
    `challenges/${sent.id}`,
    {
      party: creator,
    },
  )
  expect(verification.counterparty.funds).toBe('PENDING')
})
