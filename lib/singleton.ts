/** Where tests that share a process have theirs, each file its own: also what still runs of one file when the next begins. */
const TEST_SINGLETONS = Symbol.for('countersign.test-singletons')

const store = ((globalThis as Record<symbol, unknown>)[TEST_SINGLETONS] ?? globalThis) as Record<symbol, unknown>

/**
 * One value per process, also when two bundles (Next's and the server's) hold this module: kept under a registered
 * symbol on globalThis.
 */
export function singleton<T>(name: string, make: () => T): T {
  const key = keyOf(name)
  store[key] ??= make()
  return store[key] as T
}

/** Makes the next caller make a new one. */
export function forgetSingleton(name: string): void {
  Reflect.deleteProperty(store, keyOf(name))
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
