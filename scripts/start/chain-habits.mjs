/** How often there is a block, and how often the chain is saved, while somebody uses it and while nobody does. */
const active = { blockEveryMs: 1_000, saveEveryMs: 5_000 }
const idle = { blockEveryMs: 15_000, saveEveryMs: 60_000 }
const IDLE_AFTER_MS = 10 * 60_000

/** A change needs a moment until it stands in a block: one this old at the last saving may not be in it. */
const SETTLING_MS = 1_000
const SAVING_SHARE = 20

/** A call that changes the chain, as anvil names it in its output; our own upkeep does not count. */
const CHANGE = /^(eth_send|anvil_|hardhat_|evm_)/
const UPKEEP = /^(evm_mine|anvil_dumpState)$/

/** @param {string} line of anvil's output */
export function isActivity(line) {
  return CHANGE.test(line) && !UPKEEP.test(line)
}

/**
 * Each block makes the chain larger to keep and slower to start, and a desk left running overnight needs few.
 *
 * @param {{ now: number, lastBlockAt: number, lastActivityAt: number }} times in ms
 */
export function isBlockDue({ now, lastBlockAt, lastActivityAt }) {
  return now - lastBlockAt >= habitsAt(now, lastActivityAt).blockEveryMs
}

/**
 * A change is saved at once, empty blocks now and then. The cost of saving grows with the chain; it never takes more
 * than a twentieth of the time.
 *
 * @param {{ now: number, lastActivityAt: number, savedAt: number, savingMs: number }} times savedAt: when the last
 *   saving ended, savingMs: how long it took
 */
export function isSavingDue({ now, lastActivityAt, savedAt, savingMs }) {
  const changed = lastActivityAt > savedAt - savingMs - SETTLING_MS
  const waitMs = changed ? 0 : habitsAt(now, lastActivityAt).saveEveryMs
  return now - savedAt >= Math.max(waitMs, savingMs * SAVING_SHARE)
}

const habitsAt = (now, lastActivityAt) => (now - lastActivityAt < IDLE_AFTER_MS ? active : idle)
