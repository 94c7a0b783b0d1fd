export const SCOPES = [
  'challenges:read',
  'challenges:write',
  'receipts:read',
  'receipts:write',
  'attestations:read',
  'attestations:write',
  'events:read',
  'events:write',
  'webhooks:write',
  'agents:write',
  'deployments.create',
] as const

/** `service:environment:action`: one action on one service's handlers. */
const SERVICE_SCOPE = /^[a-z0-9][a-z0-9-]{0,62}:(?:production|staging|development):[a-z][a-z-]{0,31}$/

export function isScope(text: string): boolean {
  return (SCOPES as readonly string[]).includes(text) || SERVICE_SCOPE.test(text)
}

/**
 * Whether a holder of `own` may do all of `wanted`: the same scope, writing where reading is asked, and
 * `deployments.create` for every service (domain §11). Pure.
 */
export function covers(own: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every(
    (scope) =>
      own.includes(scope) ||
      (scope.endsWith(':read') && own.includes(scope.replace(/:read$/, ':write'))) ||
      (SERVICE_SCOPE.test(scope) && own.includes('deployments.create')),
  )
}
