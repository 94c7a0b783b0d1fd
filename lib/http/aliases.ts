/** Public paths that lead to a route elsewhere. Both doors read this one table. */
export const ALIASES: Record<string, string> = {
  '/health': '/api/health',
  '/.well-known/countersign.json': '/api/well-known/countersign',
}
