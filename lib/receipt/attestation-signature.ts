import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { parseDid } from '@/lib/proof/did'
import { verifyDidKey } from '@/lib/proof/did-key'
import type { Hex } from '@/lib/proof/hash'
import { statementBytes, statementDigest } from '@/lib/proof/statement'
import type { Domain, StatementMessage } from '@/lib/proof/typed-data'
import { badShape } from '@/lib/wallet/signature'
import { checkSignature } from '@/lib/wallet/verify-signature'

type Signed = { did: string; domain: Domain; message: StatementMessage; signature: string }

/**
 * The signature of this statement in its stored form. A wallet's key is recovered first and only then its contract is
 * asked (domain §1), so this runs before the transaction. Throws E1005 or E1006 (another key's, or of another text),
 * E1008 (shape), E2004 (the chain does not answer; nothing changed).
 */
export async function requireStatementSignature(ctx: Pick<Ctx, 'now'>, signed: Signed): Promise<Hex> {
  const account = parseDid(signed.did)
  if (!account) return requireKeySignature(signed)

  const { verdict, signature } = await checkSignature(ctx, {
    ...account,
    digest: statementDigest(signed.domain, signed.message),
    signature: signed.signature,
  })
  if (verdict === 'valid') return signature
  if (verdict === 'invalid') throw new AppError('E1005', 'The wallet contract does not accept this signature.')
  throw new AppError(
    'E1006',
    `This is not a signature of this statement by ${signed.did}. Ask for the text again and sign exactly that.`,
  )
}

function requireKeySignature({ did, domain, message, signature }: Signed): Hex {
  const lower = signature.toLowerCase()
  if (!/^0x[0-9a-f]{128}$/.test(lower)) throw badShape()
  if (verifyDidKey(did, statementBytes(domain, message), lower)) return lower as Hex
  throw new AppError(
    'E1005',
    `This is not a signature of this statement by ${did}. Sign its canonical JSON with Ed25519.`,
  )
}
