import type { LocalAccount } from 'viem'
import { expectNoSidewaysScroll, expectStill, walkWithTab } from './manners'
import { expect, expectAccessible, expectContrast, test } from './page-test'
import {
  asParty,
  bikeDeal,
  call,
  completedChallenge,
  confirmChallenge,
  createChallenge,
  inviteOf,
  lockedChallenge,
  sentChallenge,
} from './parties'
import { signInByApi } from './sign-in'

// Every page, with the worst that people can write on it: markup, and words that never end.

const SCRIPT = '<img src=x onerror=window.broken=1><script>window.broken=1</script>'
const ENDLESS = 'Donaudampfschifffahrtsgesellschaftskapitaen'
const TITLE = `${SCRIPT} ${ENDLESS}`.slice(0, 120)
const TEXT = `${SCRIPT}\n\n${ENDLESS.repeat(4)}`

type Scene = {
  me: LocalAccount
  draft: string
  sent: string
  locked: string
  ended: string
  invite: string
  receipt: string
}
let scene: Scene

test.beforeAll(async () => {
  const [me, other] = await Promise.all([asParty(), asParty()])
  for (const party of [me, other])
    await call('PATCH', 'me', { party, body: { name: `${SCRIPT}${ENDLESS}`.slice(0, 80) } })

  const body = bikeDeal({ title: TITLE, description: TEXT })
  const draft = await createChallenge(me, body)
  const sent = await sentChallenge(me, body)
  const locked = await lockedChallenge(me, other, body)
  await confirmChallenge(other, locked.id)
  const ended = await completedChallenge(me, other, body)
  scene = {
    me: me.account,
    draft: draft.id,
    sent: sent.id,
    locked: locked.id,
    ended: ended.id,
    invite: inviteOf(sent),
    receipt: ended.receipt_id,
  }
})

type Place = { path: (scene: Scene) => string; shows?: string }
const at = (path: string): Place => ({ path: () => path })

const OPEN: Record<string, Place> = {
  'the home page': at('/'),
  'a receipt': { path: ({ receipt }) => `/proof/${receipt}` },
  'verifying a file': at('/verify'),
  'checking a digest': at('/check'),
  'an invite': { path: ({ invite }) => `/join/${invite}`, shows: ENDLESS },
  'the desk of nobody': at('/desk'),
  'the documentation': at('/docs'),
  agents: at('/agents'),
  'an agent': { path: ({ me }) => `/agents/did%3Apkh%3Aeip155%3A31337%3A${me.address.toLowerCase()}` },
}

const OWN: Record<string, Place> = {
  'the desk': { path: () => '/desk', shows: ENDLESS },
  'the list of challenges': { path: () => '/challenges', shows: ENDLESS },
  'a new challenge': at('/challenges/new'),
  'a draft': { path: ({ draft }) => `/challenges/${draft}`, shows: ENDLESS },
  'a challenge that was sent': { path: ({ sent }) => `/challenges/${sent}`, shows: ENDLESS },
  'a locked challenge': { path: ({ locked }) => `/challenges/${locked}`, shows: ENDLESS },
  'a challenge that has ended': { path: ({ ended }) => `/challenges/${ended}`, shows: ENDLESS },
  'the list of receipts': at('/receipts'),
  'the settings': at('/settings'),
  'registering an agent': at('/agents/new'),
  seats: at('/audits'),
  attestations: at('/attestations'),
  'who attests': at('/attestations/issuers'),
}

test.use({ reducedMotion: 'reduce' })

for (const [who, places] of [
  ['anybody', OPEN],
  ['a party', OWN],
] as const) {
  for (const [name, { path, shows }] of Object.entries(places)) {
    test(`${name}, for ${who}`, async ({ page }) => {
      if (who === 'a party') await signInByApi(page, { account: scene.me })
      await page.goto(path(scene))
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveCount(1)
      await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
      await expect(page).toHaveTitle(path(scene) === '/' ? /Countersign/ : /^.+ · Countersign$/)
      if (shows) await expect(page.getByText(shows).first()).toBeVisible()

      await expectStill(page)
      await expectAccessible(page)
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      await expectContrast(page)

      await page.setViewportSize({ width: 320, height: 640 })
      await expectNoSidewaysScroll(page)
      await page.setViewportSize({ width: 1200, height: 900 })

      const { missed, unseen } = await walkWithTab(page)
      expect(missed, 'out of the keyboard’s reach').toEqual([])
      expect(unseen, 'focused and not seen to be').toEqual([])
      expect(await page.evaluate(() => 'broken' in window), 'markup of people ran').toBe(false)
    })
  }
}
