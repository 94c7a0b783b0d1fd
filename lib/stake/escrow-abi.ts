import { parseAbi } from 'viem'

/** `IChallengeEscrow.sol` as callers outside need it: every step, and what can be read. Why it refuses stands in lib/chain/reverts.ts. */
export const ESCROW_ABI = parseAbi([
  'struct Oracle { address feed; uint8 comparator; int256 threshold; uint64 notBefore; uint64 maxAge; }',
  'struct Panel { bytes32 root; uint256 totalWeight; uint32 k; uint32 m; address[] struck; }',
  'struct Deal { address creator; address counterparty; address token; uint256 creatorBond; uint256 counterpartyBond; uint256 creatorBase; uint256 counterpartyBase; uint64 joinBy; uint64 respondBy; uint64 settleBy; uint64 disputeWindow; address resolver; Oracle oracle; Panel panel; bytes32 finalHash; bytes32 salt; }',
  'struct Leaf { uint256 index; address member; uint256 weightBefore; uint256 weight; }',
  'struct Settle { string title; string challenge; bytes32 deal; bytes32 finalHash; string outcome; uint256 toCreator; uint256 toCounterparty; uint256 nonce; uint64 validUntil; }',
  'struct Status { uint8 state; uint64 disputedAt; uint64 disputeUntil; address opener; uint256 disputeFee; bool creatorResponded; bool counterpartyResponded; uint32 round; uint32 nextAttempt; uint64 seedBlock; bytes32 seed; address[] seats; }',

  'function open(Deal deal) payable returns (bytes32 id)',
  'function join(bytes32 id) payable',
  'function respond(bytes32 id, bytes32 responseHash)',
  'function settle(Settle byCreator, bytes creatorSignature, Settle byCounterparty, bytes counterpartySignature)',
  'function split(Settle byCreator, bytes creatorSignature, Settle byCounterparty, bytes counterpartySignature)',
  'function settleByResolver(Settle byResolver, bytes signature)',
  'function settleByOracle(bytes32 id, uint80 roundId)',
  'function openDispute(bytes32 id, bytes32 caseHash) payable',
  'function fixSeed(bytes32 id)',
  'function seat(bytes32 id, uint32 attempt, Leaf[] leaves, bytes32[][] proofs)',
  'function redraw(bytes32 id)',
  'function settleByPanel(bytes32 id, uint8 outcome, address[] signers, bytes[] signatures)',
  'function expire(bytes32 id)',
  'function voidOffers(bytes32 id)',
  'function withdraw(address token, address to)',
  'function push(address token, address account)',

  'function idOf(Deal deal) view returns (bytes32 id)',
  'function dealOf(bytes32 id) view returns (Deal deal)',
  'function statusOf(bytes32 id) view returns (Status status)',
  'function nonceOf(bytes32 id, address signer) view returns (uint256)',
  'function credited(address token, address account) view returns (uint256)',
  'function heldOf(bytes32 id) view returns (uint256)',
  'function drawn(bytes32 id, uint32 attempt) view returns (uint256)',
  'function treasury() view returns (address)',
  'function stake() view returns (address)',
])

/** `IAuditorStake.sol`: whether a member may be seated. */
export const AUDITOR_STAKE_ABI = parseAbi(['function isStaked(address member) view returns (bool)'])

/** What a deposit in a token needs beside the escrow. */
export const ERC20_ABI = parseAbi([
  'function approve(address spender, uint256 value) returns (bool)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
])
