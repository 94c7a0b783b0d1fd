import { type LeaveFile, mergeLeaveFiles, readLeaveFile } from '../leave-file'
import { type Ask, type DealNow, readDeal } from '../read-deal'
import type { Wallet } from '../wallets'

/** What the page knows. Every part draws itself again when it changes. */
export class Scene {
  file: LeaveFile | null = null
  ask: Ask | null = null
  /** Whether a node answers for the chain, which may sign for accounts of its own, or a wallet. */
  through: 'node' | 'wallet' | null = null
  deal: DealNow | null = null
  wallet: Wallet | null = null
  readonly #listeners: (() => void)[] = []

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** Takes over what a file says; a second one about the same deal adds to the first. */
  add(text: string): void {
    const read = readLeaveFile(text)
    this.file = this.file ? mergeLeaveFiles(this.file, read) : read
  }

  readThrough(ask: Ask, through: 'node' | 'wallet'): void {
    this.ask = ask
    this.through = through
  }

  /** Reads the deal again, from whoever answers for the chain. */
  async read(): Promise<void> {
    const { ask, file } = this
    if (!file) throw new Error('Choose the deal’s file first.')
    if (!ask) throw new Error('Name a node of the deal’s chain, or use a wallet.')
    this.deal = await readDeal(ask, file)
    this.changed()
  }

  changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
