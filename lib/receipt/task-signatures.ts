import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import { countersignedId, type TaskReceipt } from '@/lib/proof/receipt'
import { buildStatement, statementDomain } from '@/lib/proof/statement'
import type { Domain, StatementMessage } from '@/lib/proof/typed-data'
import { requireStatementSignature } from './attestation-signature'

/** One side's word that this is what was done. */
export type Countersignature = {
  role: 'client' | 'provider'
  did: string
  domain: Domain
  message: StatementMessage
  signature: Hex
  /** sha256 of its bytes. */
  hash: Hex
}

/**
 * Both sides' signatures in their stored form, client first. A wallet's key is recovered first and only then its contract
 * is asked, so this runs before the transaction. Throws E9004 for other names or hashes than the receipt's, and the
 * signature's codes.
 */
export async function requireCountersignatures(
  ctx: Pick<Ctx, 'now'>,
  receipt: TaskReceipt,
  given: readonly { did: string; signature: string }[],
): Promise<Countersignature[]> {
  const { client_did, agent_did } = receipt.task
  const statement = buildStatement({ receipt: countersignedId(receipt), round: 0, statement: 'COUNTERSIGNED' })
  const sides = [
    { role: 'client', did: client_did },
    { role: 'provider', did: agent_did },
  ] as const
  const signed = await Promise.all(
    sides.map(async ({ role, did }): Promise<Countersignature> => {
      const own = given.find((one) => one.did === did)
      if (!own) throw wrong('signatures', `The signature of the ${role}, ${did}, is missing.`)

      const text = { did, domain: statementDomain(did, env().ANCHOR_CHAIN), message: statement }
      const signature = await requireStatementSignature(ctx, { ...text, signature: own.signature })
      return { ...text, role, signature, hash: sha256Hex(bytesOf(signature)) }
    }),
  )
  if (signed.map(({ hash }) => hash).join() === receipt.signature_hashes.join()) return signed
  throw wrong(
    'receipt.signature_hashes',
    'signature_hashes are not sha256 of both signatures, the client’s first: 65 bytes with v 27 or 28, of a wallet’s key.',
  )
}

function wrong(path: string, message: string): AppError {
  return new AppError('E9004', message, { fields: [{ path, message }] })
}
