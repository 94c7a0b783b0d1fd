/** Pure: a path as it may stand in a log. Whoever has an invite may accept the deal, so the token in one is left out. */
export function loggablePath(path: string): string {
  return path.replace(/(\/invites\/)[^/]+/, '$1[redacted]')
}
