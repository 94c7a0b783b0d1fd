import type { Bundle } from '@/lib/proof/bundle'
import type { ChainReader } from '@/lib/proof/chain-reader'
import { verifyBundleOnline } from '@/lib/proof/verify'
import { decidedIn } from './decided-in'
import { type PublicDesk, readBundle, readParty } from './public-desk'
import { type Group, groupRows, lied, type ReplayFinding, type Shown, unknown } from './replay-rows'

export type ReplayOptions = {
  /** Nodes that prove what a bundle alone cannot: signatures of wallet contracts, blocks. */
  chains?: readonly ChainReader[]
  now?: Date
}

/** What a receipt's bundle shows, and what is wrong with it. */
export type Look = { shown: Shown; findings: ReplayFinding[] }

/** Reads a desk, each thing once. */
export class Reader {
  readonly desk: PublicDesk
  readonly #keys: readonly string[]
  readonly #options: ReplayOptions
  readonly #parties = new Map<string, ReturnType<typeof readParty>>()
  readonly #looks = new Map<string, Promise<Look>>()

  constructor(desk: PublicDesk, keys: readonly string[], options: ReplayOptions) {
    this.desk = desk
    this.#keys = keys
    this.#options = options
  }

  party(party: string): ReturnType<typeof readParty> {
    return kept(this.#parties, party, () => readParty(this.desk, party))
  }

  async groups(party: string): Promise<Group[]> {
    return groupRows((await this.party(party)).rows).groups
  }

  /** A receipt as its bundle shows it to everybody, once that has been verified. */
  look(receiptId: string): Promise<Look> {
    return kept(this.#looks, receiptId, () => this.#verify(receiptId))
  }

  async #verify(receiptId: string): Promise<Look> {
    const text = await readBundle(this.desk, receiptId)
    if (text === null) return { shown: null, findings: [] }

    const { chains = [], now: asOf = new Date() } = this.#options
    const report = await verifyBundleOnline(text, { asOf, desk: this.#keys, chains })
    const named = (verdict: string) => {
      const links = report.links.filter((link) => link.verdict === verdict)
      return links.map(({ name, detail }) => `${name}: ${detail}`).join('; ')
    }
    if (report.exit === 1) {
      const broken = lied(`the bundle of receipt ${receiptId} is broken: ${named('broken')}`)
      return { shown: null, findings: [broken] }
    }
    const decided = decidedIn(JSON.parse(text) as Bundle)
    return {
      shown: typeof decided === 'string' ? { not: decided } : decided,
      findings: report.exit === 2 ? [unknown(`receipt ${receiptId}: ${named('unverifiable')}`)] : [],
    }
  }
}

function kept<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? read()
  known.set(key, value)
  return value
}
