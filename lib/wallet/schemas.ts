import { z } from 'zod'
import { Address, ChainRef, Id } from '@/lib/http/schemas'
import { PURPOSES } from './message'

export const CreateWalletChallenge = z
  .strictObject({
    wallet_address: Address,
    chain_id: ChainRef,
    purpose: z.enum(PURPOSES).default('sign_in'),
    challenge_ref: Id.optional().describe('The challenge a gatekeeper proof is for.'),
    contract: z.boolean().default(false).describe('The wallet is a contract whose owners need up to a day to sign.'),
  })
  .refine(({ purpose, challenge_ref }) => (purpose === 'gatekeeper') === (challenge_ref !== undefined), {
    path: ['challenge_ref'],
    message: 'A gatekeeper proof names its challenge in challenge_ref; other proofs name none.',
  })
export type CreateWalletChallenge = z.output<typeof CreateWalletChallenge>

export const WalletChallengeAnswer = z.object({
  challenge_id: Id,
  message: z.string().describe('The EIP-4361 text to sign with personal_sign, exactly as it is.'),
  nonce: z.string(),
  expires_at: z.iso.datetime(),
})

export const VerifyWallet = z.strictObject({
  challenge_id: Id,
  signature: z.string({ error: 'Send the signature as the wallet returned it.' }),
})
export type VerifyWallet = z.output<typeof VerifyWallet>

export const VerifiedWalletAnswer = z.object({
  status: z.literal('VERIFIED'),
  wallet_address: z.string(),
  did: z.string(),
  verified_at: z.iso.datetime(),
  access_token: z.string().optional().describe('For sign_in: send it as a bearer token. Shown once.'),
  expires_in: z.int().optional().describe('Seconds the token is good for.'),
})
