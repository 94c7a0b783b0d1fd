import { escrowOf } from '@/lib/chain/escrow'
import { withoutWallet } from '@/lib/committee/exclusions'
import { loadRoster } from '@/lib/committee/load-roster'
import type { Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { buildDeal } from '@/lib/stake/build-deal'
import { dealId } from '@/lib/stake/deal'
import { insertDeal } from '@/lib/stake/store'
import type { Challenge } from './challenge'
import { listExcluded } from './desk-facts'
import { chainIdOf, type Panel } from './draft'
import type { KnownParty } from './require-proven'
import { loadTermsDoc } from './store'
import type { TermsDoc } from './terms'

/**
 * Stores the deal both have signed now and returns its id; from here on it can be opened on chain. Throws E4003 where bonds
 * are not held any more, and E4004 when the panel cannot judge whoever accepted.
 */
export async function agreeDeal(
  tx: Tx,
  challenge: Challenge,
  agreed: { counterparty: KnownParty; finalHash: Hex },
  now: Date,
): Promise<Hex> {
  const terms = await loadTermsDoc(tx, challenge.id, challenge.revision)
  const { bond, resolution } = terms
  const chainId = bond ? chainIdOf(bond.network) : 0
  const contracts = escrowOf(chainId)
  if (!bond || !contracts) throw new AppError('E4003', 'Bonds are not open on that network at this desk any more.')
  if (resolution.panel) await requirePanel(tx, terms, resolution.panel, agreed.counterparty, now)

  const deal = buildDeal(terms, {
    counterparty: agreed.counterparty.address as Hex,
    finalHash: agreed.finalHash,
    termsHash: challenge.termsHash as Hex,
  })
  const id = dealId(chainId, contracts.escrow, deal)
  await insertDeal(tx, { id, challengeId: challenge.id, chainId, escrow: contracts.escrow, deal })
  return id
}

/**
 * Terms that name nobody cannot strike those who are close to whoever accepts, and what is signed is not added to: they
 * have to counter, which does. Throws E4004.
 */
async function requirePanel(tx: Tx, terms: TermsDoc, panel: Panel, counterparty: KnownParty, now: Date): Promise<void> {
  if (terms.counterparty) return
  const roster = await loadRoster(tx, panel.epoch)
  const excluded = await listExcluded(tx, roster, [counterparty], now)
  const unseated = new Set([...panel.struck, ...withoutWallet(roster).map(({ member }) => member)])
  const seatable = roster.rows.map(({ member }) => member).filter((member) => !unseated.has(member))

  const close = seatable.filter((member) => excluded.includes(member) && member !== counterparty.address)
  if (close.length > 0) {
    throw new AppError(
      'E4004',
      'The panel could seat somebody too close to you. Counter with the same terms: your revision strikes them.',
    )
  }
  if (seatable.filter((member) => member !== counterparty.address).length < panel.m) {
    throw new AppError('E4004', 'Without you the roster has too few for this panel. Counter with a smaller one.')
  }
}
