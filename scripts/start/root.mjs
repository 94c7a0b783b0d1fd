import { spawnSync } from 'node:child_process'

const NOBODY = '65534'

/**
 * Postgres refuses to run as root. Inside a user namespace root looks like anybody else to it, while its files stay
 * root's own; no user has to be made and any folder will do.
 *
 * @returns {string[]} what to put before a command, nothing when we are not root
 */
export function asOrdinaryUser() {
  if (process.getuid?.() !== 0) return []

  const wrapper = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']
  const [command, ...args] = [...wrapper, 'true']
  if (spawnSync(command, args).status === 0) return wrapper
  throw new Error(
    'Postgres does not run as root, and this machine allows no user namespaces: start as another user, or name a database in DATABASE_URL.',
  )
}
