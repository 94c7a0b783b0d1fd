/**
 * Pure: a path as it may stand in a log. Whoever has the token of an invite may accept the deal, and whoever has that of a
 * mail may stop the next: so they are left out.
 */
export function loggablePath(path: string): string {
  return path.replace(/(\/(?:invites|unsubscribe)\/)[^/]+/, '$1[redacted]')
}
