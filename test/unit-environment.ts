/** The variables `env()` asks for, for tests that never reach a database. Call it before anything reads `env()`. */
export function unitEnvironment(variables: Record<string, string> = {}): void {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    AUTH_SECRET: 'a'.repeat(32),
    ENCRYPTION_KEY: 'e'.repeat(32),
    DESK_KEY: `0x${'1'.repeat(64)}`,
    LOG_LEVEL: 'silent',
    ...variables,
  })
}
