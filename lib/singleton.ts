/**
 * One value per process, also when two bundles (Next's and the server's) hold this module: kept under a registered
 * symbol on globalThis.
 */
export function singleton<T>(name: string, make: () => T): T {
  const store = globalThis as Record<symbol, unknown>
  const key = Symbol.for(`countersign.${name}`)
  store[key] ??= make()
  return store[key] as T
}
