import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.join(import.meta.dirname, '..', '..')

/** What needs a RabbitMQ: `npm run test:rabbitmq` starts one. No part of `npm test`. */
export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    include: ['test/rabbitmq/*.mq.ts'],
    pool: 'forks',
    isolate: false,
    fileParallelism: false,
    setupFiles: ['test/own-desk-modules.ts', 'test/leave-clean.ts'],
    globalSetup: ['test/services/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
})
