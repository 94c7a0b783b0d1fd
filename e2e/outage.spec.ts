import { signedIn } from '../test/system/client'
import { inviteOf, sent } from '../test/system/deals'
import { type Desk, startDesk } from '../test/system/desk'
import { button, connectWith, expectTurn, press, sign, writeChallenge } from './acts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, test } from './page-test'

// A desk of its own, to be killed with a page open, and its clock put forward.

let desk: Desk
test.beforeAll(async () => {
  test.setTimeout(600_000)
  desk = await startDesk({ env: { COUNTERSIGN_TEST_CLOCK: '1' } })
})
test.afterAll(() => desk?.close())

test('a page whose desk is killed says so, loses nothing, and goes on when it is back', async ({ page, trouble }) => {
  test.setTimeout(180_000)
  trouble.expect(
    /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/,
  )
  const words = 'Typed while the desk was alive, and a little more while it was not.'
  await page.goto(`${desk.url}/challenges/new`)
  await connectWith(page, 'Demo wallet 1')
  await writeChallenge(page, { title: 'Kept through an outage', words: words.slice(0, 31), ether: '0.4' })

  desk.kill('server')
  await desk.ended
  const away = page.getByText('The desk cannot be reached. Trying again')
  await expect(away).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.getByLabel('In your words').fill(words)
  await press(button(page, 'Read and sign'))
  await expectAccessible(page)

  await desk.start()
  // Nobody reloads: the page looks for the desk by itself.
  await expect(away).toBeHidden({ timeout: 30_000 })
  await expect(page.getByLabel('Title')).toHaveValue('Kept through an outage')
  await expect(page.getByLabel('In your words')).toHaveValue(words)

  await press(button(page, 'Read and sign'))
  await sign(page, 'Sign and send')
  await expectTurn(page, 'Give them the link')

  // What is open lives on through the next one too.
  await desk.restart()
  await expect(away).toBeHidden({ timeout: 30_000 })
  await expectTurn(page, 'Give them the link')
})

test('an invite whose time is over while it is open says so by itself', async ({ page }) => {
  const creator = await signedIn(desk)
  const challenge = await sent(creator)
  await page.goto(`${desk.url}/join/${inviteOf(challenge)}`)
  await expect(button(page, 'Connect a wallet')).toBeVisible()

  await creator.post('/dev/clock', { advance_seconds: 73 * 3_600 })
  const over = page.getByRole('heading', { level: 1, name: 'The time to accept is over.' })
  await expect(over).toBeVisible({ timeout: 30_000 })
})
