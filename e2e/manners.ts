import { expect, type Page } from '@playwright/test'

const FOCUSABLE = 'a[href], area[href], button, input, select, textarea, summary, [tabindex]'

type Focus = { reached: string[]; missed: string[]; unseen: string[] }

/** Walks through the whole page with the Tab key. */
export async function walkWithTab(page: Page): Promise<Focus> {
  const presses = await page.evaluate(markFocusable, FOCUSABLE)
  for (let press = 0; press < presses + 3; press++) await page.keyboard.press('Tab')
  return page.evaluate(readFocus)
}

/** Runs in the page: names everything that can be focused, and listens to what is. Returns how many there are. */
function markFocusable(selector: string): number {
  const inOrder = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => {
    const disabled = 'disabled' in element && element.disabled
    return element.tabIndex >= 0 && !disabled && element.checkVisibility({ visibilityProperty: true })
  })
  for (const element of inOrder) {
    // Of the radio buttons of a group, one is in the way of the Tab key; arrows lead to the rest.
    const group = element instanceof HTMLInputElement && element.type === 'radio' ? `radio ${element.name}` : null
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''
    element.dataset.walk = group ?? `${element.tagName.toLowerCase()} ${element.id} ${name}`
  }

  // What shows the focus may be around or beside it: a label draws it for its invisible field.
  const isShown = (element: HTMLElement) => {
    const around = [element, element.parentElement, element.closest('label'), element.nextElementSibling]
    return around.some((each) => {
      if (!each) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
    })
  }
  const walk = { reached: new Set<string>(), unseen: new Set<string>() }
  Object.assign(window, { walk })
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.dataset.walk) return
    walk.reached.add(target.dataset.walk)
    if (!isShown(target)) walk.unseen.add(target.dataset.walk)
  })
  return inOrder.length
}

function readFocus(): Focus {
  const { walk } = window as unknown as { walk: { reached: Set<string>; unseen: Set<string> } }
  const all = [...document.querySelectorAll<HTMLElement>('[data-walk]')].map(({ dataset }) => dataset.walk ?? '')
  return {
    reached: [...walk.reached],
    missed: [...new Set(all)].filter((name) => !walk.reached.has(name)),
    unseen: [...walk.unseen],
  }
}

/** Nothing on the page is wider than the window. Names what is. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    const all = [...document.querySelectorAll('main *, header *, footer *')]
    const out = all.filter((element) => element.getBoundingClientRect().right > room + 1)
    return ['the page', ...out.slice(0, 5).map((element) => `${element.tagName} ${element.className}`)]
  })
  expect(wide).toEqual([])
}

/** For whoever asked for less motion, nothing moves. */
export async function expectStill(page: Page): Promise<void> {
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : animation.constructor.name)),
  )
  expect(moving).toEqual([])
}
