import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const integrationTests = '**/*.it.test.ts'
const systemTests = 'test/system/**/*.sys.test.ts'
const elsewhere = [...configDefaults.exclude, '.next/**', 'dist/**', 'e2e/**']

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...elsewhere, integrationTests, systemTests],
          pool: 'threads',
          // Loading viem and zod for each file anew took as long as the tests; see what the set-up file puts back.
          isolate: false,
          setupFiles: ['test/leave-clean.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [integrationTests],
          exclude: elsewhere,
          pool: 'forks',
          isolate: false,
          setupFiles: ['test/own-desk-modules.ts', 'test/leave-clean.ts'],
          // They wait for Postgres and the chain more than they work, so more of them than there are cores.
          maxWorkers: 3,
          globalSetup: ['test/services/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What another file's open transaction holds up comes a moment later.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [systemTests],
          exclude: elsewhere,
          pool: 'forks',
          // After the others, three files at a time: each starts a whole desk, and waits for it more than it works.
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          testTimeout: 180_000,
          hookTimeout: 900_000,
          // What a killed worker had under way is taken over by another, and written down, seconds later.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
})
