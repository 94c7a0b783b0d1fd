import { type ContractErrorArgs, decodeErrorResult, parseAbi } from 'viem'
import { AppError, type ErrorCode } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'

/** Why the escrow, the stake of panel members, or a token refuses a call. Pure, and safe for browsers. */
export const REVERT_ERRORS = parseAbi([
  // IChallengeEscrow
  'error UnknownDeal(bytes32 id)',
  'error AlreadyOpened(bytes32 id)',
  'error WrongState(bytes32 id, uint8 state)',
  'error InvalidDeal(string why)',
  'error NotParty(address caller)',
  'error WrongValue(uint256 sent, uint256 needed)',
  'error TokenTookFee(address token, uint256 received, uint256 needed)',
  'error TooEarly(uint64 from)',
  'error TooLate(uint64 until)',
  'error ResponsesMissing()',
  'error AlreadyResponded(address party)',
  'error EmptyHash()',
  'error DifferentTerms()',
  'error WrongTitle(string title)',
  'error WrongFinal(bytes32 signed)',
  'error WrongOutcome(string outcome)',
  'error WrongAmounts(uint256 sum, uint256 held)',
  'error WrongNonce(address signer, uint256 signed, uint256 current)',
  'error OfferOver(uint64 validUntil)',
  'error InvalidSignature(address signer)',
  'error NoResolver()',
  'error NoOracle()',
  'error WrongRound(uint80 roundId)',
  'error NoPanel()',
  'error SeedNotFixed()',
  'error SeedAlreadyFixed()',
  'error WrongAttempt(uint32 given, uint32 next)',
  'error LeafNotInRoster(address member)',
  'error LeafNotDrawn(address member, uint256 drawn)',
  'error PanelComplete()',
  'error AlreadyRedrawn()',
  'error NotSeated(address signer)',
  'error SignersOutOfOrder()',
  'error WrongNumberOfVotes(uint256 given, uint256 needed)',
  'error NothingToPay()',
  'error PaymentFailed(address to)',
  // IAuditorStake
  'error NothingLocked(uint256 stake)',
  'error NothingAsked()',
  'error StillLocked(uint64 freeAt)',
  // OpenZeppelin
  'error SafeERC20FailedOperation(address token)',
  'error ReentrancyGuardReentrantCall()',
  'error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)',
  'error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)',
])

type Abi = typeof REVERT_ERRORS
type Name = Extract<Abi[number], { type: 'error' }>['name']
type Args<N extends Name> = ContractErrorArgs<Abi, N>
type Said = readonly [code: ErrorCode, sentence: string]

export type Revert = { name: string; sentence: string; code: ErrorCode }

const STATES = ['not opened', 'open', 'joined', 'disputed', 'ended']
const ENDED = 4

const DOUBTFUL: Said = ['E5011', 'The chain has moved on since this was prepared: look again and try once more.']

/** What each refusal means to whoever called: the code of the API, and what to do. */
const SAY: { [N in Name]: Said | ((args: Args<N>) => Said) } = {
  UnknownDeal: ['E5010', 'The creator has not deposited yet: this is possible once the deal is open on chain.'],
  AlreadyOpened: ['E5011', 'This deal is open already: nothing more to deposit here.'],
  WrongState: ([, state]) => [
    'E5011',
    state === ENDED
      ? 'This deal has ended on chain: nothing about it can change any more.'
      : `This is not possible now: on chain the deal is ${STATES[state] ?? 'in another state'}.`,
  ],
  InvalidDeal: ([why]) => ['E4003', `The escrow refuses this deal: ${why}. Agree on other terms.`],
  NotParty: ['E3012', 'Only the party this is for may call it: switch to that wallet.'],
  WrongValue: ([sent, needed]) => [
    'E5012',
    `Send exactly ${needed} of the chain's smallest unit with this call, not ${sent}.`,
  ],
  TokenTookFee: ([, received, needed]) => [
    'E4003',
    `This token keeps a fee of each transfer (${received} of ${needed} arrived), so it cannot be bonded.`,
  ],
  TooEarly: ([from]) => ['E5011', `Too early: possible from ${fromOn(from)} on.`],
  TooLate: ([until]) => [
    'E5013',
    `The chain’s deadline passed at ${timeOf(until)}: what is held can only go back now.`,
  ],
  ResponsesMissing: ['E3020', 'Both parties have to respond first.'],
  AlreadyResponded: ['E5011', 'This party has responded already.'],
  EmptyHash: ['E9004', 'A hash is missing in this call.'],
  DifferentTerms: ['E3021', 'The two signatures are over different endings: both have to sign the same.'],
  WrongTitle: ['E1005', 'The title of a signed text does not say what the text does: sign it anew.'],
  WrongFinal: ['E1005', 'This was signed for another challenge: sign it anew.'],
  WrongOutcome: ['E3021', 'The escrow knows no such outcome.'],
  WrongAmounts: ([sum, held]) => ['E3021', `The amounts of the split add up to ${sum}, but ${held} is held.`],
  WrongNonce: ['E5011', 'This signature was voided on chain: ask its signer for a new one.'],
  OfferOver: ([until]) => ['E5013', `This signature was good until ${timeOf(until)}: ask its signer for a new one.`],
  InvalidSignature: ([signer]) => ['E1005', `The signature is not one of ${signer.toLowerCase()}.`],
  NoResolver: ['E3020', 'This deal names no moderator.'],
  NoOracle: ['E3020', 'This deal names no oracle.'],
  WrongRound: ([round]) => ['E4002', `Round ${round} of the feed does not decide this deal.`],
  NoPanel: ['E3020', 'This deal names no panel.'],
  SeedNotFixed: ['E5011', 'The draw’s seed is not fixed yet: call fixSeed first.'],
  SeedAlreadyFixed: ['E5011', 'The draw’s seed is fixed already.'],
  WrongAttempt: DOUBTFUL,
  LeafNotInRoster: ['E4004', 'This row is not in the roster both parties signed.'],
  LeafNotDrawn: DOUBTFUL,
  PanelComplete: ['E5011', 'All seats of the panel are taken.'],
  AlreadyRedrawn: ['E5011', 'The panel was drawn anew once already.'],
  NotSeated: ([signer]) => ['E8002', `${signer.toLowerCase()} does not sit in this round’s panel.`],
  SignersOutOfOrder: ['E9004', 'The votes have to be given in the order of their signers’ addresses.'],
  WrongNumberOfVotes: ([given, needed]) => ['E7003', `Exactly ${needed} votes decide; ${given} were given.`],
  NothingToPay: ['E5011', 'Nothing is credited to this account in this token.'],
  PaymentFailed: ['E5012', 'The payment was refused where it was sent: withdraw to another address.'],
  NothingLocked: ['E5012', 'There is not that much stake to unlock.'],
  NothingAsked: ['E5011', 'No unlocking was asked for.'],
  StillLocked: ([freeAt]) => ['E5011', `This stake is free from ${timeOf(freeAt)} on.`],
  SafeERC20FailedOperation: [
    'E5012',
    'The token refused the transfer: check the balance and what you allowed the escrow.',
  ],
  ReentrancyGuardReentrantCall: ['E9001', 'The call came back into itself and was refused.'],
  ERC20InsufficientBalance: ([, balance, needed]) => [
    'E5012',
    `The wallet holds ${balance} of the token’s smallest unit; ${needed} is needed.`,
  ],
  ERC20InsufficientAllowance: ([, allowance, needed]) => [
    'E5012',
    `The wallet allows the escrow ${allowance} of the token’s smallest unit; allow ${needed} first.`,
  ],
}

/** The escrow refuses by name only: what gives a text comes from a token. */
const BY_TEXT: Said = [
  'E5012',
  'A token refused the call: check the wallet’s balance and what it allows the escrow to take.',
]

/** What a call was reverted with, in words and as a code of the API. `data` as the node gives it; empty when it gives none. */
export function describeRevert(data: Hex): Revert {
  const { errorName, args = [] } = decode(data) ?? { errorName: 'Unknown' }
  const [code, sentence] = say(errorName, args)
  return { name: errorName, sentence, code }
}

function say(name: string, args: readonly unknown[]): Said {
  if (name === 'Error') return BY_TEXT
  if (!Object.hasOwn(SAY, name)) return DOUBTFUL
  const entry = SAY[name as Name] as Said | ((args: readonly unknown[]) => Said)
  return typeof entry === 'function' ? entry(args) : entry
}

/** As `describeRevert`, to be thrown. */
export function toAppError(data: Hex): AppError {
  const { code, sentence } = describeRevert(data)
  return new AppError(code, sentence)
}

function decode(data: Hex): { errorName: string; args?: readonly unknown[] } | null {
  try {
    return decodeErrorResult({ abi: REVERT_ERRORS, data })
  } catch {
    return null
  }
}

function timeOf(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z')
}

/** Times and block numbers go under one name in the contract; no block number comes near a time. */
function fromOn(from: bigint): string {
  return from < 1_000_000_000n ? `block ${from}` : timeOf(from)
}
