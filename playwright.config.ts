import { defineConfig } from '@playwright/test'
import { BROWSER_ARGUMENTS, findChromium } from './e2e/find-chromium'

// Workers inherit it, so it is looked for once.
process.env.CHROMIUM_PATH ??= await findChromium()

export default defineConfig({
  testDir: 'e2e',
  // Playwright empties it: not the folder in which `npm test` keeps what its stages said.
  outputDir: 'test-results/playwright',
  globalSetup: './e2e/start-desk.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 2,
  reporter: 'list',
  forbidOnly: process.env.CI !== undefined,
  use: {
    baseURL: process.env.E2E_URL,
    // Filming every page takes a sixth of the processor. Who tries a failed story again alone gets its trace.
    trace: process.env.CI ? 'off' : { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: BROWSER_ARGUMENTS,
    },
  },
})
