import { expectNoSidewaysScroll, expectStill, walkWithTab } from './manners'
import { expect, test, watch } from './page-test'

// A watch that sees nothing would let everything pass.

const WRONGS: Record<string, { script: string; told: RegExp }> = {
  'an exception': { script: 'setTimeout(() => { throw new Error("thrown") })', told: /thrown/ },
  'an error in the console': { script: 'console.error("said")', told: /said/ },
  'a picture the policy forbids': {
    script: 'document.body.append(Object.assign(new Image(), { src: "https://elsewhere.example/" }))',
    told: /^img-src forbids/,
  },
}

for (const [what, { script, told }] of Object.entries(WRONGS)) {
  test(`${what} is noticed`, async ({ browser, baseURL }) => {
    const seen: string[] = []
    const context = await browser.newContext({ baseURL })
    await watch(context, { add: (text) => void seen.push(text) })
    const page = await context.newPage()
    await page.goto('/docs')
    await page.evaluate(script)
    await expect.poll(() => seen.filter((text) => told.test(text)).length).toBe(1)
    await context.close()
  })
}

test('what the Tab key misses, what hides its focus and what is too wide is found', async ({ page }) => {
  await page.setContent(`
    <style>.dull:focus { outline: none } @keyframes turn { to { rotate: 1turn } } .turn { animation: turn 1s infinite }</style>
    <main>
      <button>seen</button>
      <button class="dull">dull</button>
      <button onfocus="this.blur()" id="shy" disabled>shy</button>
      <p class="turn">turning</p>
      <p><span style="display: block; width: 3000px">wide</span></p>
    </main>
    <script>addEventListener('keydown', () => setTimeout(() => { document.querySelector('#shy').disabled = true }))</script>`)
  await page.evaluate(() => document.querySelector('#shy')?.removeAttribute('disabled'))

  expect(await walkWithTab(page)).toEqual({
    reached: ['button  seen', 'button  dull'],
    missed: ['button shy shy'],
    unseen: ['button  dull'],
  })
  await expect(expectNoSidewaysScroll(page)).rejects.toThrow(/SPAN/)
  await expect(expectStill(page)).rejects.toThrow(/turn/)
})
