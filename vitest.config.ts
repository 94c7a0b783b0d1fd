import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const integrationTests = '**/*.it.test.ts'
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
          exclude: [...elsewhere, integrationTests],
          pool: 'threads',
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [integrationTests],
          exclude: elsewhere,
          pool: 'forks',
          globalSetup: ['test/services/setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
