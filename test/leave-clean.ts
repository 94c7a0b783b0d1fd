import { afterAll, vi } from 'vitest'

/**
 * Unit tests of many files share a thread, since loading viem and zod anew for each takes longer than the tests. So what
 * a file changes for all is put back when it ends; and where it set variables, what was read of them is forgotten.
 */
const before = { ...process.env }

afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  if (!restoreVariables()) return
  vi.resetModules()
  forgetDesk()
})

/** What outlives the modules: the desk's single pool and the like. */
function forgetDesk() {
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (key.description?.startsWith('countersign.')) Reflect.deleteProperty(globalThis, key)
  }
}

/** Whether any was changed. */
function restoreVariables(): boolean {
  const changed = [...new Set([...Object.keys(process.env), ...Object.keys(before)])].filter(
    (name) => process.env[name] !== before[name],
  )
  for (const name of changed) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
  return changed.length > 0
}
