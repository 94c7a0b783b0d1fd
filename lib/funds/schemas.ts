import { z } from 'zod'
import { resolveNetwork } from '@/lib/chain/networks'
import { type ErrorCode, isAppError } from '@/lib/errors'
import { Id } from '@/lib/http/schemas'
import { parseAddress } from '@/lib/wallet/address'

const MAX_UINT256 = 2n ** 256n - 1n

const NetworkRef = z
  .union([z.string(), z.int()], { error: 'Name a network, for example eip155:1.' })
  .transform((value, ctx) => orIssue(ctx, 'E2002', () => resolveNetwork(value)))
  .meta({ examples: ['eip155:1'] })

const Threshold = z
  .string({ error: 'Give the threshold as decimal text, in the smallest unit.' })
  .refine((value) => /^[1-9]\d{0,77}$/.test(value) && BigInt(value) <= MAX_UINT256, {
    message: 'The threshold is decimal text in the smallest unit, more than 0 and at most 2^256 − 1.',
    params: { code: 'E2005' },
  })
  .transform((value) => BigInt(value))

export const CheckFunds = z
  .strictObject({
    wallet_address: addressOr('E2001'),
    network: NetworkRef,
    asset_type: z.enum(['NATIVE', 'ERC20']),
    token_address: addressOr('E2007').optional(),
    min_balance: Threshold,
    challenge_id: Id.optional(),
  })
  .superRefine((check, ctx) => {
    const { asset_type, token_address } = check
    if ((asset_type === 'ERC20') === (token_address !== undefined)) return

    const [code, message] =
      asset_type === 'ERC20'
        ? ['E2003', 'An ERC20 check needs the address of its token.']
        : ['E2007', 'A NATIVE check has no token: leave the address out.']
    ctx.addIssue({ code: 'custom', path: ['token_address'], message, params: { code } })
  })
export type CheckFundsInput = z.output<typeof CheckFunds>

const Hash = z.string().regex(/^0x[0-9a-f]{64}$/)

export const FundsAnswer = z.object({
  id: z.string(),
  status: z.enum(['PASSED', 'FAILED', 'ERROR']).meta({ description: 'ERROR: could not tell; ask again. Never a no.' }),
  proof_type: z.literal('OPAQUE_V1'),
  provider: z.string(),
  providers_agreed: z.int(),
  block_number: z.int().nullable(),
  block_hash: Hash.nullable(),
  finalized_block_hash: Hash.nullable(),
  balance_commitment: Hash.nullable(),
  salt: Hash.nullable()
    .optional()
    .meta({ description: 'Opens the commitment. Only for the wallet’s owner, shown once and not kept.' }),
  checked_at: z.iso.datetime(),
})

function addressOr(code: ErrorCode) {
  return z
    .string({ error: 'Give an address.' })
    .transform((value, ctx) => orIssue(ctx, code, () => parseAddress(value)))
}

/** What `parse` gives, or its refusal as an issue of the field with this area's code. */
function orIssue<T>(ctx: z.core.$RefinementCtx, code: ErrorCode, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!isAppError(error)) throw error
    ctx.addIssue({ code: 'custom', message: error.message, params: { code } })
    return z.NEVER
  }
}
