import { setTimeout as sleep } from 'node:timers/promises'
import { isActivity, isBlockDue, isSavingDue } from './chain-habits.mjs'
import { saveChain } from './chain-state.mjs'
import { callRpc } from './rpc.mjs'

const TICK_MS = 250

/**
 * Makes the local chain's blocks and saves the chain. anvil could do both by itself, but then it writes the whole
 * chain every few seconds for ever, and forgets the limit on the old states it keeps.
 *
 * @param {{ url: string, folder: string, say: (line: string) => void }} options
 * @returns {{ notice: (line: string) => void, stop: () => Promise<void> }} notice: takes anvil's output
 */
export function keepChain({ url, folder, say }) {
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
    for (let failures = 0; !stopping; await sleep(TICK_MS)) {
      const trouble = await tick().then(() => null, String)
      failures = trouble ? failures + 1 : 0
      // Once is what a chain that has just died looks like, and its family has a better word for that.
      if (failures === 4) say(`The local chain makes no blocks or is not saved: ${trouble}`)
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
