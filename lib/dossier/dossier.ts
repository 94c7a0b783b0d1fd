import { sayBatch, sayDecided, saySigned } from '@/components/proof/say-receipt'
import { sayTime } from '@/components/proof/say-time'
import { sayReason } from '@/components/receipt/say-reason'
import type { BundledDraw, ReceiptDraw, UnsealedBundle } from '@/lib/proof/bundle'
import { isCaseDraw, isSettle } from '@/lib/proof/bundle'
import { memberOf } from '@/lib/proof/did-key'
import { bytesOf, sha256Hex } from '@/lib/proof/hash'
import { type Verdict, verdictId } from '@/lib/proof/receipt'
import type { Proof } from '@/lib/receipt/get-proof'
import type { DossierKind } from './schemas'
import type { Written } from './store'

/** A line of a dossier. `mono`: a hash, an address or a key. */
export type Row = { name: string; value: string; mono?: boolean }
export type Section = { heading: string; says?: string; rows: Row[] }

type Parts = Pick<Proof, 'id' | 'status' | 'bundle' | 'batch' | 'judged'> & {
  kind: DossierKind
  /** Of a challenge, for its parties only. */
  written: Written | null
}

/** Pure: what stands in a dossier. What people wrote is text like any other, and only where `written` has it. */
export function buildSections(parts: Parts): Section[] {
  const { kind } = parts
  const evidence = [...sayWritten(parts.written), parties(parts.bundle), outcome(parts), signatures(parts.bundle)]
  const dispute = [...judgement(parts), ...draws(parts.bundle), ...verdicts(parts.bundle)]
  const none = [{ heading: 'Judgement', says: 'Nobody was asked to judge it.', rows: [] }]
  return [
    ...(kind === 'dispute' ? [] : evidence),
    ...(kind === 'evidence' ? [] : dispute.length > 0 ? dispute : kind === 'dispute' ? none : []),
    anchor(parts),
  ]
}

function sayWritten(written: Written | null): Section[] {
  if (!written) return []
  const { title, description, terms } = written
  return [
    {
      heading: 'What was agreed',
      says: 'As the parties wrote it. Only their own dossiers hold this.',
      rows: [
        { name: 'Title', value: title },
        ...(description ? [{ name: 'Description', value: description }] : []),
        ...(terms ? [{ name: 'Terms', value: JSON.stringify(terms, null, 2) }] : []),
      ],
    },
  ]
}

function parties(bundle: UnsealedBundle): Section {
  const rows = bundle.receipt.parties.flatMap(({ role, did }): Row[] => [
    { name: capital(role), value: did, mono: true },
    { name: '', value: saySigned(bundle, role) },
  ])
  return { heading: 'Who took part', rows }
}

function outcome({ id, status, bundle }: Parts): Section {
  const { receipt } = bundle
  const { commitments, task } = receipt
  const hashes: [string, string | null | undefined][] = [
    ['Receipt', id],
    ['Terms', receipt.terms_hash],
    ['First commitment', commitments?.initiator_hash],
    ['Second commitment', commitments?.counter_hash],
    ['Final commitment', commitments?.final_hash],
    ['Inputs', task?.inputs_hash],
    ['Outputs', task?.outputs_hash],
    ['Log', receipt.log?.head],
  ]
  return {
    heading: 'What is on record',
    rows: [
      { name: 'Status', value: status },
      ...(receipt.outcome ? [{ name: 'Outcome', value: receipt.outcome }] : []),
      { name: 'Decided by', value: `${sayDecided(receipt)} (${receipt.quorum.k} of ${receipt.quorum.m})` },
      { name: 'Issued', value: sayTime(receipt.issued_at) },
      ...(task ? [{ name: 'Task', value: `${task.intent_type}, ${receipt.subject}` }] : []),
      ...receipt.amounts.map(({ did, asset, amount }) => ({ name: 'Paid', value: `${amount} of ${asset} to ${did}` })),
      ...hashes.flatMap(([name, value]): Row[] => (value ? [{ name, value, mono: true }] : [])),
    ],
  }
}

/** Everything signed that decided it, by whom and in which role; signatures by their hashes. */
function signatures({ settlement, statements }: UnsealedBundle): Section {
  const settled = settlement.flatMap((item): Row[] => [
    { name: isSettle(item) ? 'Outcome' : 'Vote', value: `${item.message.outcome}, signed by` },
    { name: '', value: item.signer, mono: true },
    { name: 'Its hash', value: sha256Hex(bytesOf(item.signature)), mono: true },
  ])
  const said = statements.flatMap(({ message, role, signer, signature }): Row[] => [
    { name: capital(role ?? 'signer'), value: sayStatement(message) },
    { name: '', value: signer, mono: true },
    { name: 'Its hash', value: sha256Hex(bytesOf(signature)), mono: true },
  ])
  return { heading: 'Who signed what', rows: [...settled, ...said] }
}

function sayStatement({
  statement,
  score,
  confidence,
  round,
}: UnsealedBundle['statements'][number]['message']): string {
  const numbers = [
    ...(score === undefined ? [] : [`score ${score / 10_000}`]),
    ...(confidence === undefined ? [] : [`confidence ${confidence / 10_000}`]),
  ]
  const where = statement === 'COUNTERSIGNED' ? [] : [`round ${round + 1}`]
  return [statement, ...numbers, ...where].join(', ')
}

function judgement({ judged, bundle }: Parts): Section[] {
  if (!judged) {
    const { case: dispute } = bundle.receipt
    return dispute ? [{ heading: 'Dispute', rows: [{ name: 'Case', value: dispute.id, mono: true }] }] : []
  }
  const { committee } = judged
  const { appeal } = committee
  return [
    {
      heading: 'How it was judged',
      rows: [
        { name: 'Quorum', value: committee.m > 0 ? `${committee.k} of ${committee.m}` : 'no committee sits yet' },
        { name: 'Rounds', value: String(committee.rounds.length) },
        ...(appeal
          ? [
              { name: 'Appeal', value: `${appeal.state}, against ${appeal.appealed}` },
              { name: 'By', value: appeal.by, mono: true },
            ]
          : []),
      ],
    },
  ]
}

function draws({ draw }: UnsealedBundle): Section[] {
  if (!draw) return []
  return isCaseDraw(draw) ? caseDraws(draw) : taskDraws(draw)
}

function caseDraws(draw: BundledDraw): Section[] {
  return draw.rounds.map((round) => ({
    heading: `Round ${round.round + 1} of the panel`,
    rows: [
      { name: 'It takes', value: `${draw.k} of ${draw.m}` },
      ...sourceRows(round, draw.roster.epoch, draw.roster.root),
      ...seatRows(round.seats),
      ...leftOutRows(draw.excluded),
    ],
  }))
}

function taskDraws(draw: ReceiptDraw): Section[] {
  const words = { DRAW: 'the first', REDRAW: 'in place of silent members', APPEAL: 'the appeal’s' }
  return draw.rounds.map((round) => ({
    heading: `Round ${round.round + 1}: ${words[round.kind]}`,
    rows: [
      { name: 'It takes', value: `${round.k} of ${round.m}` },
      ...sourceRows(round, round.roster, draw.rosters.find(({ epoch }) => epoch === round.roster)?.root),
      ...seatRows(round.seats, draw.rosters.find(({ epoch }) => epoch === round.roster)?.rows),
      ...leftOutRows(round.excluded),
    ],
  }))
}

type Source = { block_number: number; block_hash: string; seed: string }

function sourceRows({ block_number, block_hash, seed }: Source, epoch: number, root: string | undefined): Row[] {
  return [
    { name: 'Roster', value: `of hour ${epoch}` },
    ...(root ? [{ name: 'Its root', value: root, mono: true }] : []),
    { name: 'Block', value: String(block_number) },
    { name: 'Its hash', value: block_hash, mono: true },
    { name: 'Seed', value: seed, mono: true },
  ]
}

function seatRows(seats: readonly { member: string; attempt: number }[], rows: readonly { id: string }[] = []): Row[] {
  return seats.map(({ member, attempt }, index) => ({
    name: `Seat ${index + 1}`,
    value: `${rows.find(({ id }) => memberOf(id) === member)?.id ?? member} (attempt ${attempt})`,
    mono: true,
  }))
}

function leftOutRows(excluded: readonly { member: string; reason: string }[]): Row[] {
  return excluded.flatMap(({ member, reason }): Row[] => [
    { name: 'Left out', value: member, mono: true },
    { name: '', value: sayReason(reason as Parameters<typeof sayReason>[0]) ?? reason },
  ])
}

function verdicts({ verdict, earlier_verdicts: earlier = [] }: UnsealedBundle): Section[] {
  return (verdict ? [...earlier, verdict] : []).map((one: Verdict) => ({
    heading: `Verdict: ${one.status}`,
    rows: [
      { name: 'When', value: sayTime(one.finalized_at) },
      { name: 'Round', value: String(one.round + 1) },
      { name: 'Its hash', value: verdictId(one), mono: true },
      ...one.attestations.map((value, index) => ({ name: index === 0 ? 'By' : '', value, mono: true })),
    ],
  }))
}

function anchor({ batch }: Parts): Section {
  const { word, says } = sayBatch(batch)
  const hashes: [string, string | null | undefined][] = [
    ['Root', batch?.root],
    ['Transaction', batch?.txHash],
    ['EAS', batch?.eas],
  ]
  return {
    heading: 'Where it is anchored',
    says: `${capital(word)}: ${says}.`,
    rows: hashes.flatMap(([name, value]): Row[] => (value ? [{ name, value, mono: true }] : [])),
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
