import { setTimeout as sleep } from 'node:timers/promises'
import { isActivity, isBlockDue, isSavingDue } from './chain-habits.mjs'
import { saveChain } from './chain-state.mjs'
import { callRpc } from './rpc.mjs'

const TICK_MS = 250

/**
 * Makes the local chain's blocks and saves the chain. anvil could do both by itself, but then it writes the whole
 * chain every few seconds for ever, and forgets the limit on the old states it keeps.
 *
 * @param {{ url: string, folder: string, isAlive: () => boolean, say: (line: string) => void }} options
 * @returns {{ notice: (line: string) => void, stop: () => Promise<void> }} notice: takes anvil's output
 */
export function keepChain({ url, folder, isAlive, say }) {
  const times = { lastBlockAt: 0, lastActivityAt: Date.now(), savedAt: 0, savingMs: 0 }
  let stopping = false

  async function save() {
    const begun = Date.now()
    await saveChain(url, folder)
    times.savedAt = Date.now()
    times.savingMs = times.savedAt - begun
  }

  async function tick() {
    const now = Date.now()
    if (isBlockDue({ now, ...times })) {
      await callRpc(url, 'evm_mine')
      times.lastBlockAt = now
    }
    if (isSavingDue({ now, ...times })) await save()
  }

  async function keep() {
    for (let before = ''; !stopping && isAlive(); await sleep(TICK_MS)) {
      const trouble = await tick().then(() => '', String)
      if (trouble && trouble !== before && isAlive()) say(`The local chain makes no blocks or is not saved: ${trouble}`)
      before = trouble
    }
  }

  const kept = keep()
  return {
    notice(line) {
      if (isActivity(line)) times.lastActivityAt = Date.now()
    },
    async stop() {
      stopping = true
      await kept
      await save().catch((error) => say(`The last blocks of the local chain are not saved: ${error.message}`))
    },
  }
}
