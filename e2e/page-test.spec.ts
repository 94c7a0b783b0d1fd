import { test } from './page-test'

// A watch that sees nothing would let everything pass.
const wrongs: Record<string, string> = {
  'an exception': 'setTimeout(() => { throw new Error("thrown") })',
  'an error in the console': 'console.error("said")',
  'a script the policy forbids':
    'document.body.append(Object.assign(document.createElement("img"), { src: "https://elsewhere.example/x.png" }))',
}

for (const [what, script] of Object.entries(wrongs)) {
  test(`${what} fails a test`, async ({ page }) => {
    test.fail()
    await page.goto('/')
    await page.evaluate(script)
    await page.waitForTimeout(200)
  })
}
