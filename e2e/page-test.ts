import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

/** A page on which nothing may go wrong unseen: errors in the console, broken policies and exceptions fail the test. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const trouble: string[] = []
    page.on('pageerror', (error) => trouble.push(error.message))
    page.on('console', (message) => {
      const text = message.text()
      // The page itself was not found: that is what some tests ask for.
      if (message.type() === 'error' && !text.includes('404 (Not Found)')) trouble.push(text)
    })
    await use(page)
    expect(trouble).toEqual([])
  },
})

export { expect }

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Expects the page as it stands to be free of what axe can see. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))])).toEqual([])
}
