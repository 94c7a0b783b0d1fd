import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import { toChecksum } from '@/lib/wallet/checksum'
import type { Deal } from './deal'
import { ZERO_ADDRESS } from './deal'
import { someDeal, someOffer } from './deal.fixture'
import { type StepFacts, stepCalls } from './prepare-steps'
import { STEPS, type Step } from './schemas'

const ID: Hex = `0x${'1d'.repeat(32)}`
const HASH: Hex = `0x${'4a'.repeat(32)}`
const PANEL = { root: HASH, totalWeight: 100n, k: 2, m: 3, struck: [] }
const ETH = { symbol: 'ETH', decimals: 18 }
const E18 = 10n ** 18n

const BASE: StepFacts = {
  id: ID,
  escrow: `0x${'ec'.repeat(20)}`,
  deal: someDeal({ creatorBond: E18, counterpartyBond: E18 / 2n, counterpartyBase: E18 / 4n }),
  chain: {
    state: 'JOINED',
    disputedAt: 0n,
    disputeUntil: 0n,
    opener: ZERO_ADDRESS,
    creatorResponded: false,
    counterpartyResponded: false,
    round: 0,
    nextAttempt: 0,
    seedBlock: 0n,
    seed: ZERO_HASH,
    seats: [],
    nonces: { creator: 0n, counterparty: 0n, moderator: 0n },
    block: { number: 100n, seconds: 500n },
  },
  offers: {},
  votes: [],
  decidingRound: null,
  roster: null,
  unstaked: new Set(),
  refused: new Set(),
  role: 'creator',
  sender: `0x${'a'.repeat(40)}`,
  isDepositing: true,
  unit: ETH,
  network: 'Local',
  responseHash: HASH,
  caseHash: HASH,
  to: null,
  credits: [],
}
type Changes = Partial<Omit<StepFacts, 'chain' | 'deal'>> & {
  chain?: Partial<StepFacts['chain']>
  deal?: Partial<Deal>
}
const facts = ({ chain, deal, ...changes }: Changes): StepFacts => ({
  ...BASE,
  ...changes,
  chain: { ...BASE.chain, ...chain },
  deal: { ...BASE.deal, ...deal },
})
const says = (step: Step, changes: Changes = {}) => stepCalls(step, facts(changes)).map((one) => one.says)
const refusal = (step: Step, changes: Changes = {}) => {
  try {
    stepCalls(step, facts(changes))
    return 'prepared'
  } catch (error) {
    return isAppError(error) ? error.code : error
  }
}
const at = (seconds: bigint) => ({ block: { number: 100n, seconds } })
const disputed = { state: 'DISPUTED', disputedAt: 400n, disputeUntil: 9_000n, seedBlock: 90n } as const

describe('a step', () => {
  it.each<[string, Step, Changes, string]>([
    ['open by the other party', 'open', { role: 'counterparty' }, 'E3012'],
    ['open twice', 'open', { chain: { state: 'OPEN' } }, 'E5011'],
    ['open past the contract’s time', 'open', { chain: { state: 'NONE', ...at(1_001n) } }, 'E5013'],
    ['open when the desk does not wait for it', 'open', { chain: { state: 'NONE' }, isDepositing: false }, 'E3014'],
    ['join before it is open', 'join', { role: 'counterparty', chain: { state: 'NONE' } }, 'E5010'],
    ['join twice', 'join', { role: 'counterparty' }, 'E5011'],
    ['join too late', 'join', { role: 'counterparty', chain: { state: 'OPEN', ...at(1_001n) } }, 'E5013'],
    ['respond where nothing is asked', 'respond', {}, 'E3014'],
    ['respond by a stranger', 'respond', { role: 'stranger', deal: { respondBy: 900n } }, 'E3012'],
    ['respond twice', 'respond', { deal: { respondBy: 900n }, chain: { creatorResponded: true } }, 'E5011'],
    ['respond too late', 'respond', { deal: { respondBy: 499n } }, 'E5013'],
    ['respond without a hash', 'respond', { deal: { respondBy: 900n }, responseHash: null }, 'E9004'],
    ['respond before both deposited', 'respond', { deal: { respondBy: 900n }, chain: { state: 'OPEN' } }, 'E3014'],
    ['dispute twice', 'dispute', { chain: disputed }, 'E5011'],
    ['dispute too late', 'dispute', { chain: at(5_001n) }, 'E5013'],
    ['dispute before the responses', 'dispute', { deal: { respondBy: 900n } }, 'E3014'],
    ['dispute without a reason', 'dispute', { caseHash: null }, 'E3014'],
    ['settle without signatures', 'settle', {}, 'E3020'],
    ['settle by a stranger', 'settle', { role: 'stranger' }, 'E3012'],
    ['settle what has ended', 'settle', { chain: { state: 'ENDED' } }, 'E5011'],
    ['split without signatures', 'split', {}, 'E3020'],
    ['expire too early', 'expire', { chain: at(5_000n) }, 'E5011'],
    ['expire what nobody opened', 'expire', { chain: { state: 'NONE' } }, 'E5010'],
    ['withdraw nothing', 'withdraw', {}, 'E5011'],
    ['push nothing', 'push', {}, 'E5011'],
    ['void by a stranger', 'void', { role: 'stranger' }, 'E3012'],
    ['void what has ended', 'void', { chain: { state: 'ENDED' } }, 'E5011'],
    ['a panel where none is named', 'fix_seed', { chain: disputed }, 'E3014'],
    ['a panel before the dispute', 'seat', { deal: { panel: PANEL } }, 'E3014'],
    ['the seed too early', 'fix_seed', { deal: { panel: PANEL }, chain: { ...disputed, seedBlock: 100n } }, 'E5011'],
    ['the seed twice', 'fix_seed', { deal: { panel: PANEL }, chain: { ...disputed, seed: HASH } }, 'E5011'],
    ['seats before the seed', 'seat', { deal: { panel: PANEL }, chain: disputed }, 'E5011'],
    ['seats without the roster', 'seat', { deal: { panel: PANEL }, chain: { ...disputed, seed: HASH } }, 'E4004'],
    ['a redraw too early', 'redraw', { deal: { panel: PANEL }, chain: disputed }, 'E5011'],
    ['a second redraw', 'redraw', { deal: { panel: PANEL }, chain: { ...disputed, round: 1 } }, 'E5011'],
  ])('refuses to %s', (_, step, changes, code) => expect(refusal(step, changes)).toBe(code))

  it('refuses everything but payouts once the deal has ended', () => {
    const chain = { state: 'ENDED' } as const
    const deal = { respondBy: 900n, panel: PANEL }
    for (const step of STEPS.filter((one) => one !== 'join'))
      expect([step, refusal(step, { chain, deal })]).toEqual([step, 'E5011'])
  })
})

describe('what is said', () => {
  it('names amounts in whole units, bond and base apart', () => {
    expect(says('open', { chain: { state: 'NONE' } })).toEqual(['Deposit your bond of 1 ETH in the escrow on Local.'])
    expect(says('join', { role: 'counterparty', chain: { state: 'OPEN' } })).toEqual([
      'Deposit your bond of 0.5 ETH and your base of 0.25 ETH in the escrow on Local.',
    ])
    expect(says('dispute')[0]).toContain('pay its fee of 0.1 ETH')
  })

  it('says who gets what when somebody loses', () => {
    const lost = someOffer({ deal: ID, outcome: 'CREATOR_WIN' })
    expect(says('settle', { offers: { creator: lost, counterparty: lost } })).toEqual([
      'End the deal as CREATOR_WIN, as both signed: the creator gets 1.55 ETH, the counterparty gets nothing, 0.05 ETH to the treasury, 0.15 ETH is burned.',
    ])
  })

  it('gives a split as it was signed', () => {
    const half = someOffer({
      deal: ID,
      outcome: 'SPLIT',
      toCreator: String(E18),
      toCounterparty: String((E18 * 3n) / 4n),
    })
    expect(says('split', { offers: { creator: half, counterparty: half } })).toEqual([
      'Divide what is held as both signed: 1 ETH to the creator, 0.75 ETH to the counterparty.',
    ])
    expect(refusal('settle', { offers: { creator: half, counterparty: half } })).toBe('E3020')
  })

  it('gives back only what is there', () => {
    expect(says('expire', { chain: { state: 'OPEN', ...at(1_001n) } })).toEqual([
      'Give everything back, now that the deadline has passed: the creator gets 1 ETH.',
    ])
    const opener = BASE.deal.creator
    expect(says('expire', { chain: { ...disputed, opener, ...at(9_001n) } })).toEqual([
      'Give everything back, now that the deadline has passed: the creator gets 1.1 ETH, the counterparty gets 0.75 ETH.',
    ])
  })

  it('pays only whom it owes', () => {
    const credits = [
      { account: BASE.sender, amount: E18 },
      { account: BASE.deal.counterparty, amount: 0n },
    ]
    expect(says('withdraw', { credits })).toEqual(['Withdraw 1 ETH to your wallet.'])
    expect(says('withdraw', { credits, to: BASE.escrow })).toEqual([`Withdraw 1 ETH to ${toChecksum(BASE.escrow)}.`])
    expect(says('push', { credits })).toEqual([`Pay 1 ETH to its owner ${BASE.sender}.`])
  })
})
