/**
 * One value per process, also when two bundles (Next's and the server's) hold this module: kept under a registered
 * symbol on globalThis.
 */
export function singleton<T>(name: string, make: () => T): T {
  const store = globalThis as Record<symbol, unknown>
  const key = keyOf(name)
  store[key] ??= make()
  return store[key] as T
}

const keys = new Map<string, symbol>()

/** Looking one up in the global registry is slow beside a Map, and every request asks for several. */
function keyOf(name: string): symbol {
  let key = keys.get(name)
  if (!key) {
    key = Symbol.for(`countersign.${name}`)
    keys.set(name, key)
  }
  return key
}
