import type { Batch } from '@/lib/anchor/batch'
import type { UnsealedBundle } from '@/lib/proof/bundle'
import { networkOf } from '@/lib/proof/chains'
import { parseDid } from '@/lib/proof/did'
import type { Outcome, Receipt, Verdict } from '@/lib/proof/receipt'
import { headTask, type Judged, saySignedTask, sayTask } from './say-judged'
import { sayDay, sayTime } from './say-time'

/** A receipt in words. Pure: from the bundle alone, so that page, print and home say the same. */

const HEADINGS: Record<Outcome, string> = {
  FULFILLED: 'Both say it was fulfilled.',
  CREATOR_WIN: 'It ended for the creator.',
  COUNTERPARTY_WIN: 'It ended for the counterparty.',
  DRAW: 'It ended even.',
  NO_CONTEST: 'It ended without a contest.',
}

export const OUTCOME_WORDS: Record<Outcome, string> = {
  FULFILLED: 'Fulfilled',
  CREATOR_WIN: 'Creator wins',
  COUNTERPARTY_WIN: 'Counterparty wins',
  DRAW: 'Even',
  NO_CONTEST: 'No contest',
}

const DECIDED_BY: Record<Receipt['quorum']['kind'], string> = {
  parties: 'both parties’ signatures',
  oracle: 'an oracle',
  moderator: 'the moderator both had named',
  committee: 'a committee',
  clock: 'the clock: the time both had signed was over',
}

/** What happened, in four words. */
export function headReceipt({ outcome, mode, quorum }: Receipt, verdict: Verdict | null = null): string {
  if (!outcome) return headTask(verdict)
  if (mode === 'SOLO' && quorum.kind === 'parties' && outcome === 'FULFILLED') return 'It is on record.'
  return HEADINGS[outcome]
}

/** Who or what decided it. */
export function sayDecided({ quorum, mode }: Receipt): string {
  if (quorum.kind === 'parties' && mode === 'SOLO') return 'its one party’s signature'
  if (quorum.kind === 'clock' && mode === 'SOLO') return 'the clock: the time that was signed was over'
  return DECIDED_BY[quorum.kind]
}

type Told = Pick<UnsealedBundle, 'receipt' | 'log'> & Judged

/** What happened when, as the log has it, and what no receipt says. Days are in UTC. */
export function sayReceipt(bundle: Told): string {
  const { receipt, log } = bundle
  if (receipt.kind === 'task') return sayTask(bundle)
  const solo = receipt.mode === 'SOLO'
  const signedAt = log.findLast(({ action }) => action === (solo ? 'confirm' : 'accept'))?.at ?? receipt.issued_at
  const [signedDay, endDay] = [sayDay(signedAt), sayDay(receipt.issued_at)]
  const terms = solo ? 'one wallet signed a statement of its own' : 'two wallets had signed the same terms'
  const end = sayEnd(receipt)
  const story = [
    `On ${signedDay} ${terms}`,
    ...(end ? [signedDay === endDay ? `, and ${end}` : `. On ${endDay} ${end}`] : []),
    '.',
  ]
  return `${story.join('')} The file proves that; it does not prove what was handed over.`
}

function sayEnd({ outcome, mode, quorum }: Receipt): string | null {
  if (quorum.kind === 'clock') return 'its time was over, so it ended as had been signed'
  if (quorum.kind !== 'parties') return `it was decided by ${DECIDED_BY[quorum.kind]}`
  if (mode === 'SOLO') return null
  if (outcome === 'FULFILLED') return 'both had signed that they were kept'
  if (outcome === 'NO_CONTEST') return 'both had signed to end it without a contest'
  return 'both had signed how it ended'
}

/** What one party signed, and whether the funds asked of it were there. */
export function saySigned(bundle: UnsealedBundle, role: string): string {
  const { receipt, settlement, funds } = bundle
  if (receipt.kind === 'task') return saySignedTask(bundle, role)
  const did = receipt.parties.find((party) => party.role === role)?.did
  const address = did ? parseDid(did)?.address : undefined
  const signedOutcome = settlement.some(({ signer }) => signer === address)
  const own = funds.filter((proof) => proof.role === role)
  const held = own.some(({ phase, status }) => phase === 'lock' && status === 'PASSED')
  const gone = own.some(({ phase, status }) => phase === 'end' && status === 'FAILED')
  return [
    receipt.mode === 'SOLO' ? 'signed the statement' : `signed the terms${signedOutcome ? ' and the outcome' : ''}`,
    ...(held ? ['held the funds asked for'] : []),
    ...(gone ? ['no longer held them at the end'] : []),
  ].join('; ')
}

export type AnchorWords = { look: 'ok' | 'wait'; word: string; says: string }

/** How far a receipt is anchored: of a batch on its way, or of the anchor a bundle carries. */
export function sayBatch(batch: Batch | null): AnchorWords {
  if (!batch || batch.state === 'OPEN') return waits('it goes into the next batch, by itself')

  const chain = sayChain(batch.chainId)
  if (batch.state === 'SUBMITTED') return waits(`it is being written to ${chain}`)
  if (batch.state === 'REORGED') return waits(`${chain} dropped the block it was in; it is being written again`)
  if (batch.state === 'MINED') return waits(`it is in block ${batch.blockNumber} of ${chain}, which may still change`)
  return {
    look: 'ok',
    word: 'anchored',
    says: `${sayBlock(batch.blockNumber, chain, batch.blockTime?.toISOString())}, ${sayCompany(batch.size)}`,
  }
}

/** The anchor as a bundle has it. */
export function sayAnchor(anchor: UnsealedBundle['anchor']): AnchorWords {
  if (anchor.state === 'pending') return waits('it was not anchored when this file was made')
  return {
    look: 'ok',
    word: 'anchored',
    says: sayBlock(anchor.block_number, sayChain(anchor.chain_id), anchor.block_time),
  }
}

const waits = (says: string): AnchorWords => ({ look: 'wait', word: 'not yet', says })

function sayBlock(block: number | null, chain: string, time: string | undefined): string {
  return `in block ${block} of ${chain}${time ? `, ${sayTime(time)} by its clock` : ''}`
}

function sayCompany(size: number): string {
  if (size === 1) return 'alone under its root'
  return size === 2 ? 'with one other in one root' : `with ${size - 1} others in one root`
}

export function sayChain(chainId: number): string {
  const network = networkOf(chainId)
  return network?.local ? 'a local chain' : (network?.name ?? `chain ${chainId}`)
}
