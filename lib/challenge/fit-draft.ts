import type { Asset } from '@/lib/chain/networks'
import { formatAmount } from '@/lib/funds/format-amount'
import type { Hex } from '@/lib/proof/hash'
import type { BondLimits } from '@/lib/stake/bond-limits'
import type { AskedDraft, AskedPanel, Bond, Draft, Panel } from './draft'
import { refuse } from './draft-rules'

/** What only the desk knows of what a draft asks for; null where the draft asks for nothing of the kind. */
export type DeskFacts = {
  /** The bond's network: whether bonds are held there at all, and its asset when the desk lists it. */
  bond: { hasEscrow: boolean; asset: Asset | null; limits: BondLimits | null; usableBlockhash: boolean } | null
  /** Addresses of the feeds that may decide on the draft's network. */
  feeds: readonly string[] | null
  roster: RosterFacts | null
  /** Both parties as far as they are known, and whoever is too close to them to sit (domain §5, "Draw"). */
  excluded: readonly Hex[]
  /** The terms name nobody: whoever accepts will be struck too. */
  isOpen: boolean
  /** A panel of one is for trying things out on the local chain. */
  allowsPanelOfOne: boolean
}

type RosterFacts = { epoch: number; root: Hex; totalWeight: bigint; rows: readonly { member: Hex }[] }

/** As many names as the escrow takes. */
const MOST_STRUCK = 16

/**
 * Pure: the draft with what the desk adds to it: the roster's root and weight, and everybody who may not sit struck. Throws
 * E4003 (no bonds there, an asset that is not listed, too much), E4004 (a panel nobody can fill) and E9004 (a feed that is
 * not listed).
 */
export function fitDraft(asked: AskedDraft, facts: DeskFacts): Draft {
  const { panel: askedPanel, ...resolution } = asked.resolution
  if (asked.bond) checkBond(asked.bond, asked.resolution.strategy === 'COMMITTEE', facts.bond)
  if (resolution.oracle && !facts.feeds?.includes(resolution.oracle.feed)) {
    refuse(
      'E9004',
      'resolution.oracle.feed',
      'This desk does not list that feed there. GET networks names those it does.',
    )
  }
  if (!askedPanel) return { ...asked, resolution }
  return { ...asked, resolution: { ...resolution, panel: fitPanel(askedPanel, facts) } }
}

function checkBond(bond: Bond, isCommittee: boolean, facts: DeskFacts['bond']): void {
  if (!facts?.hasEscrow)
    refuse('E4003', 'bond.network', 'Bonds are not open on that network. GET networks names those where they are.')
  if (!facts.asset || !facts.limits) {
    refuse(
      'E4003',
      'bond.token_address',
      'Bonds are not taken in that token. GET networks names those they are taken in.',
    )
  }
  if (isCommittee && !facts.usableBlockhash) {
    refuse('E4003', 'bond.network', 'Panels are not drawn on that network: one operator chooses its block hashes.')
  }

  const { maxBond, maxCommitteeBond } = facts.limits
  const most = isCommittee && maxCommitteeBond !== null ? maxCommitteeBond : maxBond
  if (most === null) return
  const sides = [
    ['bond.creator', BigInt(bond.creator) + BigInt(bond.creator_base ?? 0)],
    ['bond.counterparty', BigInt(bond.counterparty) + BigInt(bond.counterparty_base ?? 0)],
  ] as const
  for (const [path, amount] of sides) {
    if (amount <= most) continue
    const { decimals, symbol } = facts.asset
    const under = isCommittee ? ' when a panel decides' : ''
    refuse(
      'E4003',
      path,
      `That is too much: at most ${formatAmount(most, decimals)} ${symbol} a side${under}, base included.`,
    )
  }
}

function fitPanel(asked: AskedPanel, facts: DeskFacts): Panel {
  const { k, m } = asked
  if (m < 3 && !facts.allowsPanelOfOne) refuse('E4004', 'resolution.panel.m', 'A panel has three seats or more.')

  const struck = [...new Set([...asked.struck, ...facts.excluded])]
  const most = facts.isOpen ? MOST_STRUCK - 1 : MOST_STRUCK
  if (struck.length > most) {
    refuse(
      'E4004',
      'resolution.panel.struck',
      `At most ${most} names can be struck, and ${facts.excluded.length} are struck because they are the parties or close to them: strike fewer.`,
    )
  }

  const { roster } = facts
  if (!roster)
    refuse(
      'E4004',
      'resolution.panel.epoch',
      'This desk has published no such roster: leave the epoch out for the newest.',
    )
  const eligible = roster.rows.filter(({ member }) => !struck.includes(member)).length
  if (eligible < m) {
    refuse(
      'E4004',
      'resolution.panel',
      `The roster has ${eligible} who could sit, the panel ${m} seats: strike fewer names, or choose a smaller panel.`,
    )
  }
  return { epoch: roster.epoch, k, m, struck, root: roster.root, total_weight: roster.totalWeight.toString() }
}
