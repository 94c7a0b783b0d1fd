/** What a key may do, in plain words. Writing always takes in reading the same. */
export const SCOPE_WORDS = {
  'challenges:read': 'Look at your challenges',
  'challenges:write': 'Draft, send and answer challenges; signing still takes your wallet',
  'receipts:read': 'Fetch your receipts and their bundles, and see where you sit',
  'receipts:write': 'File receipts of agents’ tasks, and what was signed about them',
  'events:read': 'Follow what happens, and look at your inbox',
  'events:write': 'Publish events of your own, and work through your inbox',
  'webhooks:write': 'Set up where events are delivered to',
  'attestations:read': 'Look at your attestations',
  'attestations:write': 'Issue and revoke attestations',
  'agents:write': 'Register agents',
  'deployments.create': 'Deploy handlers',
} as const

export type KnownScope = keyof typeof SCOPE_WORDS

/** Scopes of what this desk can do today; the others can be given already, and open nothing yet. */
export const SCOPES_LATER: readonly KnownScope[] = ['deployments.create']
export const SCOPES_NOW = (Object.keys(SCOPE_WORDS) as KnownScope[]).filter((scope) => !SCOPES_LATER.includes(scope))

/** Pure: in a list of what a key may do. A service's own scopes are named as they are. */
export function sayScope(scope: string): string {
  return Object.hasOwn(SCOPE_WORDS, scope) ? SCOPE_WORDS[scope as KnownScope] : scope
}
