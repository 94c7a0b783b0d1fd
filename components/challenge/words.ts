import type { SealState } from '@/components/proof/seal'
import type { Action, Mode, Party, Role, Status } from '@/lib/challenge/state'

export { sayOutcome } from '@/lib/challenge/outcome-words'

/** What a person reads for each word of the state table. */
export const STATUS_WORDS: Record<Status, { name: string; says: string }> = {
  DRAFT: { name: 'Draft', says: 'The creator writes the terms. Nobody else sees them.' },
  AWAITING_COUNTERPARTY: { name: 'Sent', says: 'The creator has signed. The other side has a link.' },
  AWAITING_GATEKEEPER: { name: 'Countersigned', says: 'Both have signed the same terms. Wallets and funds are read.' },
  INTENT_LOCKED: { name: 'Locked', says: 'Everything asked for is in place. Now the deal is kept, or not.' },
  ACTIVE: { name: 'Active', says: 'Both answer, sealed until both are in.' },
  AWAITING_RESOLUTION: { name: 'To be settled', says: 'Somebody says how it ended.' },
  DISPUTED: { name: 'Disputed', says: 'They disagree. A panel decides where they agreed on one, or they still do.' },
  COMPLETED: { name: 'Completed', says: 'Both hold the same receipt, and anyone can check it.' },
  CANCELLED: { name: 'Cancelled', says: 'Called off. Nothing was locked.' },
  EXPIRED: { name: 'Expired', says: 'Time ran out. Nobody wins by waiting.' },
}

/** Pure: the name of a status of this challenge: once both have signed, a bonded one waits for the deposits. */
export function nameOfStatus(
  status: Status,
  { status: now, accepted_at, bond }: { status: Status; accepted_at: string | null; bond: unknown },
): string {
  const isDepositing = status === 'AWAITING_COUNTERPARTY' && now === status && accepted_at !== null && bond !== null
  return isDepositing ? 'Deposits' : STATUS_WORDS[status].name
}

export const SEAL_OF: Record<Status, SealState> = {
  DRAFT: { creator: false, counterparty: false, ring: 'open' },
  AWAITING_COUNTERPARTY: { creator: true, counterparty: false, ring: 'open' },
  AWAITING_GATEKEEPER: { creator: true, counterparty: true, ring: 'closing' },
  INTENT_LOCKED: { creator: true, counterparty: true, ring: 'whole' },
  ACTIVE: { creator: true, counterparty: true, ring: 'whole' },
  AWAITING_RESOLUTION: { creator: true, counterparty: true, ring: 'whole' },
  DISPUTED: { creator: true, counterparty: true, ring: 'cracked' },
  COMPLETED: { creator: true, counterparty: true, ring: 'whole', filled: true },
  CANCELLED: { creator: false, counterparty: false, ring: 'broken' },
  EXPIRED: { creator: false, counterparty: false, ring: 'broken' },
}

/** What is done, so that "the creator" or "both" can stand before it. */
export const ACTION_WORDS: Record<Action, { one: string; many: string }> = {
  patch: { one: 'changes the draft', many: 'change the draft' },
  send: { one: 'signs and sends it', many: 'sign and send it' },
  accept: { one: 'signs the same terms', many: 'sign the same terms' },
  decline: { one: 'declines', many: 'decline' },
  counter: { one: 'signs other terms', many: 'sign other terms' },
  deposit: { one: 'deposits the bond', many: 'deposit their bonds' },
  verify: { one: 'asks for the checks', many: 'ask for the checks' },
  confirm: { one: 'signs the outcome', many: 'sign the same outcome' },
  cancel: { one: 'cancels', many: 'sign to call it off' },
  extend: { one: 'signs for more time', many: 'sign for more time' },
  void: { one: 'withdraws an offer', many: 'withdraw an offer' },
  split: { one: 'signs a split', many: 'sign the same split' },
  dispute: { one: 'disputes it', many: 'dispute it' },
  moderate: { one: 'signs the outcome', many: 'sign the outcome' },
  respond: { one: 'responds', many: 'have responded' },
  lock: { one: 'finds everything in place', many: 'find everything in place' },
  fail: { one: 'finds something missing', many: 'find something missing' },
  begin: { one: 'goes on at once', many: 'go on at once' },
  resolve: { one: 'makes the receipt', many: 'make the receipt' },
  verdict: { one: 'records the panel’s verdict', many: 'record the panel’s verdict' },
  settled: { one: 'shows the bonds settled', many: 'show the bonds settled' },
  refunded: { one: 'shows the bonds refunded', many: 'show the bonds refunded' },
  roll_back: { one: 'takes a deposit back', many: 'take a deposit back' },
  expire: { one: 'ends it when the time is over', many: 'end it when the time is over' },
}

const ROLE_WORDS: Record<Role, string> = {
  creator: 'the creator',
  counterparty: 'the counterparty',
  invited: 'the counterparty',
  moderator: 'the moderator',
  desk: 'the desk',
  chain: 'the chain',
  stranger: 'anybody',
}

/** `the creator signs and sends it`, `both sign the same outcome`. */
export function sayMove(move: { action: Action; by: readonly Role[]; together: boolean }): string {
  const words = ACTION_WORDS[move.action]
  if (move.together) return `both ${words.many}`
  // Whoever did not write the latest terms accepts them: on the way that goes well that is the counterparty.
  if (move.action === 'accept') return `the counterparty ${words.one}`
  const who = new Set(move.by.map((role) => ROLE_WORDS[role]))
  const either = who.has('the creator') && who.has('the counterparty')
  return `${either ? 'either' : [...who].join(' or ')} ${words.one}`
}

/** `30 days`, `72 hours`, `15 minutes`. */
export function sayDuration(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const
  const [size, unit] = units.find(([size]) => seconds % size === 0 && seconds / size >= 4) ?? [60, 'minute']
  const count = Math.round(seconds / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

export const MODE_WORDS: Record<Mode, { name: string; when: string }> = {
  SOLO: { name: 'Solo', when: 'Put something on record. One wallet, one receipt.' },
  GATEKEEPER: {
    name: 'Gatekeeper',
    when: 'See that the other side is real and funded before anything moves.',
  },
  FIRE: { name: 'Fire', when: 'Both put down a bond. Whoever is shown wrong loses theirs.' },
  ENFORCED: { name: 'Enforced', when: 'Bonds and clocks: answer in time or everything goes back.' },
}

/** `you`, `the creator`, `the counterparty`, for the one who looks. */
export function sayParty(party: Party, yourRole: Role): string {
  return party === yourRole ? 'you' : `the ${party}`
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
