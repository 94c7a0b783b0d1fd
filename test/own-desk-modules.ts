import { afterAll, vi } from 'vitest'

/**
 * Integration tests of many files share a process, since loading viem and Prisma anew for each takes longer than most of
 * the tests. But each file has modules of the desk of its own, with its own environment, pool and caches: what still runs
 * of one file when the next begins cannot reach them. Nothing of the desk may be loaded here: it reads what is set.
 */
Object.assign(globalThis, { [Symbol.for('countersign.test-singletons')]: {} })
Reflect.deleteProperty(globalThis, Symbol.for('countersign.Response'))

afterAll(() => {
  vi.resetModules()
})
