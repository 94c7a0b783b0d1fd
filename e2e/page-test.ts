import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import axe, { type RunOptions } from 'axe-core'

type Trouble = {
  add(text: string): void
  /** Trouble like this is what the test asks for. */
  expect(pattern: RegExp): void
}

type Fixtures = {
  trouble: Trouble
  /** Another browser, watched like the test's own: somebody else, at another machine. */
  openBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>
}

/** Pages on which nothing may go wrong unseen: errors in the console, broken policies and exceptions fail the test. */
export const test = base.extend<Fixtures>({
  trouble: async ({ browserName: _ }, use) => {
    const seen: string[] = []
    // The page itself was not found: that is what some tests ask for.
    const expected = [/404 \(Not Found\)/]
    await use({ add: (text) => void seen.push(text), expect: (pattern) => void expected.push(pattern) })
    expect(seen.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([])
  },
  context: async ({ context, trouble }, use) => {
    await watch(context, trouble)
    await use(context)
  },
  openBrowser: async ({ browser, baseURL, trouble }, use) => {
    const opened: BrowserContext[] = []
    await use(async (options) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options })
      opened.push(context)
      await watch(context, trouble)
      return context
    })
    await Promise.all(opened.map((context) => context.close()))
  },
})

export { expect }

/**
 * Tells of every exception, error in the console and broken policy on the pages of this browser, and has each page whole
 * before a test looks at it.
 */
export async function watch(context: BrowserContext, trouble: Pick<Trouble, 'add'>): Promise<void> {
  context.on('page', waitForParts)
  context.on('weberror', (error) => trouble.add(String(error.error())))
  context.on('console', (message) => {
    if (message.type() === 'error') trouble.add(`${message.text()} (${message.location().url})`)
  })
  await context.exposeBinding('countersignPolicyBroken', (_source, what: string) => trouble.add(what))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const report = (window as unknown as { countersignPolicyBroken(what: string): void }).countersignPolicyBroken
      report(`${effectiveDirective} forbids ${blockedURI} ${sample}`)
    })
  })
}

/**
 * Parts that come after the rest stand at the end of the page, hidden, until React puts them in their place. When it has
 * drawn one by itself meanwhile, everything in it is there twice for a moment. And before it listens to the page, what is
 * pressed or typed is lost. Pages without it, or without programs, are whole as they come.
 */
function waitForParts(page: Page): void {
  const untilWhole = () =>
    page.waitForFunction(
      () =>
        document.querySelector('body > div[hidden][id^="S:"]') === null &&
        (!('__next_f' in window) || Object.keys(document).some((key) => key.startsWith('_reactListening'))),
    )
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = async (...args) => {
    const answer = await goto(...args)
    await untilWhole()
    return answer
  }
  page.reload = async (...args) => {
    const answer = await reload(...args)
    await untilWhole()
    return answer
  }
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Expects the page as it stands to be free of what axe can see. */
export const expectAccessible = (page: Page, within?: string): Promise<void> =>
  expectNoViolations(page, { runOnly: RULES, resultTypes: ['violations'] }, within)

/**
 * The same in the dark too, for a page that is shown in light: what is accessible there still is in the dark when its
 * colours can be told apart.
 */
export async function expectAccessibleInBoth(page: Page, within?: string): Promise<void> {
  await expectAccessible(page, within)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectContrast(page, within)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Expects texts to stand out from what is behind them. */
export const expectContrast = (page: Page, within?: string): Promise<void> =>
  expectNoViolations(
    page,
    { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] },
    within,
  )

async function expectNoViolations(page: Page, options: RunOptions, within = 'html'): Promise<void> {
  // What fades in has colours of its own for a moment, which nobody reads by. To wait until everything is still is not
  // enough: a notice may come between that and the look.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  // A page one came to by a link gets its title last.
  await expect(page).toHaveTitle(/./)
  // Half a megabyte, which a page reads once: looking again at it costs only the look.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const violations = await page.evaluate(
    async ([within, options]) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run(within, options)
      return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))])
    },
    [within, options] as const,
  )
  await page.emulateMedia({ reducedMotion: null })
  expect(violations).toEqual([])
}
