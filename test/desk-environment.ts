import { randomBytes } from 'node:crypto'
import { generatePrivateKey } from 'viem/accounts'
import { log } from '@/lib/log'
import { addresses, rpcUrl } from './services/chain'
import { freshDatabase } from './services/database'

/**
 * The environment of a desk of one's own, for an integration test: a fresh database and the run's chain. Call it before
 * anything reads `env()`. Returns the database, to be dropped after.
 */
export async function ownDesk(variables: Record<string, string> = {}) {
  log.level = 'silent'
  const fresh = await freshDatabase()
  const { eas, schemaRegistry, testToken, testFeed, escrow, auditorStake } = addresses()
  Object.assign(process.env, {
    DATABASE_URL: fresh.url,
    AUTH_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    DESK_KEY: generatePrivateKey(),
    SUBMITTER_KEY_31337: generatePrivateKey(),
    RPC_31337: rpcUrl(),
    EAS_31337: eas,
    SCHEMA_REGISTRY_31337: schemaRegistry,
    TEST_TOKEN_31337: testToken,
    TEST_FEED_31337: testFeed,
    ESCROW_31337: escrow,
    AUDITOR_STAKE_31337: auditorStake,
    RATE_LIMIT_SCALE: '1000',
    ...variables,
  })
  return fresh
}
