import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { type Hex, keccakHex } from '@/lib/proof/hash'
import { jcs } from '@/lib/proof/jcs'
import { addressOf, type Challenge } from './challenge'
import { requireMove } from './require-move'
import type { Party } from './state'
import { loadChallenge, lockChallenge, putResponse } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

export type RespondInput = { id: string; response: string; salt: Hex; tx_hash?: Hex | undefined }

/**
 * Keeps what the caller answers, in words, sealed: on chain stands only its hash, and the other side sees neither words nor
 * salt until both hashes are there. May come before the transaction, and again, until the chain has it; after that only
 * the very words of that hash are taken. Throws E3010, E3012, E3014, and E9004 for words the chain's hash is not of.
 */
export async function respondToChallenge(ctx: Ctx, input: RespondInput) {
  requireWriter(ctx)
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    const viewer = await requireViewer(ctx, tx, before)
    if (!isLateProof(before, viewer.role)) requireMove(before, 'respond', viewer.role, ctx.now)

    const role = viewer.role as Party
    const { response, salt, tx_hash } = input
    const hash = responseHash({ challenge: before.id, role, response, salt })
    requireOnChain(before, role, hash)
    const kept = { response, salt, hash, txHash: tx_hash ?? null, createdAt: ctx.now }
    await putResponse(tx, before.id, { role, address: addressOf(before, role) }, kept)
    return toAnswer(await loadChallenge(tx, before.id), { role, now: ctx.now })
  })
}

type ResponseDoc = { challenge: string; role: Party; response: string; salt: Hex }

/** Pure: what a party takes to the chain in ENFORCED (formats.md): keccak256 over the JCS of its words and their salt. */
export function responseHash(doc: ResponseDoc): Hex {
  return keccakHex(jcs({ v: 'countersign.response/1', ...doc }))
}

/** Who answered on chain without the desk may still give it the words, as long as it has not ended. */
function isLateProof({ onChain, endedAt }: Challenge, role: string): boolean {
  return (role === 'creator' || role === 'counterparty') && endedAt === null && Boolean(onChain?.responses[role])
}

function requireOnChain({ onChain }: Challenge, role: Party, hash: Hex): void {
  const known = onChain?.responses[role]
  if (!known || known === hash) return
  throw new AppError('E9004', 'The chain has another response of yours: send the words and the salt of that one.', {
    fields: [{ path: 'response', message: `its hash would be ${hash}; on chain is ${known}` }],
  })
}
