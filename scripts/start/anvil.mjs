import { existsSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { quoteLog } from './children.mjs'
import { findFoundry } from './foundry.mjs'
import { findFreePort } from './ports.mjs'
import { callRpc } from './rpc.mjs'

const WANTED_PORT = 8545
const ATTEMPTS = 20
const READY_WITHIN_MS = 60_000

/** Somebody took the port after we had found it free. */
const PORT_TAKEN = /Address already in use/

/** A block is final two blocks later. */
const habits = ['--slots-in-an-epoch', '1']

/**
 * Starts anvil, the development chain, from the binary in its npm package. It makes a block for each transaction.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('./children.mjs').createFamily>} options.family
 * @param {string} options.log
 * @param {string[]} [options.args]
 * @param {(line: string) => void} [options.onLine] takes its output, which names each call
 * @param {() => Promise<void> | undefined} [options.beforeStop]
 * @returns {Promise<{ child: import('./children.mjs').Child, url: string }>}
 */
export async function startAnvil({ family, log, args = [], onLine, beforeStop }) {
  const command = findAnvil()
  const word = `${log}.started`
  rmSync(word, { force: true })
  for (let attempt = 1, wanted = WANTED_PORT; ; attempt++) {
    const port = await findFreePort(wanted)
    const child = family.start({
      name: 'anvil',
      command,
      args: ['--port', String(port), '--config-out', word, ...(onLine ? [] : ['--quiet']), ...habits, ...args],
      log,
      onLine,
      beforeStop,
    })
    const url = `http://127.0.0.1:${port}`
    const ready = await isReady(child, url, word)
    rmSync(word, { force: true })
    if (ready) return { child, url }

    await family.stop(child)
    if (attempt === ATTEMPTS || !PORT_TAKEN.test(child.readLog())) {
      throw new Error(`anvil ${await child.ended} before it was ready.${quoteLog(child)}`)
    }
    wanted = port + 1
  }
}

function findAnvil() {
  try {
    return findFoundry('anvil')
  } catch (error) {
    throw new Error(`${error.message} Name a chain's address in RPC_31337 instead.`)
  }
}

/**
 * Another anvil may have the port and answer on it while ours still loads, so its answer counts only after ours has
 * given its word: it writes that file once it has the port.
 */
async function isReady(child, url, word) {
  const until = Date.now() + READY_WITHIN_MS
  while (!child.hasEnded()) {
    if (existsSync(word) && (await answers(url))) return !child.hasEnded()
    if (Date.now() > until) return false
    await sleep(20)
  }
  return false
}

const answers = (url) =>
  callRpc(url, 'eth_chainId').then(
    () => true,
    () => false,
  )
