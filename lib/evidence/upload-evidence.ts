import { createHash } from 'node:crypto'
import type { Challenge } from '@/lib/challenge/challenge'
import { saveChange } from '@/lib/challenge/change'
import type { Party } from '@/lib/challenge/state'
import { loadChallenge, lockChallenge } from '@/lib/challenge/store'
import { requireViewer } from '@/lib/challenge/viewer'
import { findOwnCase } from '@/lib/committee/find-case'
import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { pkhDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import { sealBytes } from '@/lib/secret/seal'
import { MAX_FILES, MAX_SIDE_BYTES } from './limits'
import { type Evidence, insertEvidence, keepSealed, listEvidenceRows } from './store'
import { toEvidenceAnswer } from './view'

export type UploadEvidence = {
  /** The challenge's. */
  id: string
  case_id?: string | undefined
  name: string
  sha256: Hex
  size?: number | undefined
  bytes: Uint8Array
}

/**
 * Shows the panel a file: one the dispute named already, or one more, whose hash the log then names. Its bytes are checked
 * against the hash and kept encrypted. Throws E3010, E9004 (other bytes than the hash says, too many), and E9008 for
 * whoever is no party, or before there is a dispute. The same file again changes nothing.
 */
export async function uploadEvidence(ctx: Ctx, input: UploadEvidence) {
  requireWriter(ctx)
  requireSameBytes(input)
  const seen = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, seen)
  if (role !== 'creator' && role !== 'counterparty') throw noDispute()

  return inTransaction(ctx, async (tx) => {
    const challenge = await lockChallenge(tx, seen.id)
    const dispute = await findOwnCase(tx, { challengeId: challenge.id, role, id: input.case_id })
    if (!dispute) throw noDispute()

    const shown = await listEvidenceRows(tx, dispute.id)
    const known = shown.find(({ sha256 }) => sha256 === input.sha256)
    if (known && known.role !== role) throw new AppError('E9004', 'The other side shows this very file already.')

    requireRoom(shown, role, input.bytes.byteLength, known)
    const row = known ?? (await addFile(tx, ctx, challenge, { caseId: dispute.id, role, input }))
    const isNew = await keepSealed(
      tx,
      row.id,
      sealBytes('evidence', labelOf(dispute.id, row.sha256), input.bytes),
      ctx.now,
    )
    return toEvidenceAnswer(isNew ? { ...row, uploadedAt: ctx.now } : row)
  })
}

/** What sealed bytes are bound to. */
export function labelOf(caseId: string, sha256: string): string {
  return `${caseId}/${sha256}`
}

function requireSameBytes({ bytes, sha256, size }: UploadEvidence): void {
  if (bytes.byteLength === 0) throw new AppError('E9004', 'Send the file as the body of the request.')
  if (size !== undefined && size !== bytes.byteLength) {
    throw new AppError('E9004', `The file has ${bytes.byteLength} bytes, not ${size}.`)
  }
  const actual = `0x${createHash('sha256').update(bytes).digest('hex')}`
  if (actual !== sha256) throw new AppError('E9004', `The SHA-256 of these bytes is ${actual}, not ${sha256}.`)
}

function requireRoom(shown: readonly Evidence[], role: Party, size: number, known: Evidence | undefined): void {
  if (known && known.size !== size)
    throw new AppError('E9004', `The dispute says that this file has ${known.size} bytes.`)

  const own = shown.filter((item) => item.role === role)
  if (!known && own.length >= MAX_FILES)
    throw new AppError('E9004', `You show ${MAX_FILES} files, the most there can be.`)
  const kept = own.reduce((sum, item) => (item.uploadedAt && item !== known ? sum + item.size : sum), 0)
  if (kept + size > MAX_SIDE_BYTES) {
    throw new AppError(
      'E9004',
      `Your files would have more than ${MAX_SIDE_BYTES} bytes together. Show it by its hash only.`,
    )
  }
}

/** A file the dispute did not name: its hash goes into the log, so that nobody can say later it was there from the start. */
async function addFile(
  tx: Tx,
  ctx: Ctx,
  challenge: Challenge,
  added: { caseId: Hex; role: Party; input: UploadEvidence },
): Promise<Evidence> {
  const { caseId, role, input } = added
  await insertEvidence(tx, {
    caseId,
    role,
    name: input.name,
    size: input.bytes.byteLength,
    sha256: input.sha256,
    now: ctx.now,
  })
  const person = role === 'creator' ? challenge.creator : challenge.counterparty
  await saveChange(tx, ctx, challenge, {
    action: 'evidence',
    actor: pkhDid(person?.chainId ?? challenge.creator.chainId, person?.address ?? challenge.creator.address),
    data: { case: caseId, sha256: input.sha256 },
    event: 'challenge.evidence_added',
  })
  const row = (await listEvidenceRows(tx, caseId)).find(({ sha256 }) => sha256 === input.sha256)
  if (!row) throw new Error('The file just noted is not there')
  return row
}

function noDispute(): AppError {
  return new AppError('E9008', 'There is no dispute here in which you could show a file. Open one first.')
}
