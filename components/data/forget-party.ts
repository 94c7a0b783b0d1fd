import type { QueryClient } from '@tanstack/react-query'

/** A page drawn for the new party brings these: until it does, the last answer stays on it. */
const DRAWN = ['challenge', 'text-to-sign']

/**
 * The window is somebody else from now on: what the desk answered the one before is read anew. An open challenge is not
 * put back to how its page first found it, and its text is not asked for by somebody it is not for.
 */
export function forgetParty(client: QueryClient): void {
  const isDrawn = (key: readonly unknown[]) => DRAWN.includes(String(key[0]))
  client.removeQueries({ type: 'inactive' })
  void client.resetQueries({ predicate: ({ queryKey }) => !isDrawn(queryKey) })
}
