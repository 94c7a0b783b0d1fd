import { toChecksum } from './address'

export const PURPOSES = ['sign_in', 'link_wallet', 'gatekeeper'] as const
export type Purpose = (typeof PURPOSES)[number]

export type ProofRequest = {
  /** The challenge's id, signed along as the request's id. */
  id: string
  address: string
  chainId: number
  /** At least 128 random bits, letters and digits only. */
  nonce: string
  statement: string
  issuedAt: Date
  expiresAt: Date
}

/** The EIP-4361 text a wallet signs to prove itself to the desk at `appUrl` (domain §1). Pure. */
export function buildProofMessage(appUrl: string, request: ProofRequest): string {
  return `${new URL(appUrl).host} wants you to sign in with your Ethereum account:
${toChecksum(request.address)}

${request.statement}

URI: ${appUrl}
Version: 1
Chain ID: ${request.chainId}
Nonce: ${request.nonce}
Issued At: ${request.issuedAt.toISOString()}
Expiration Time: ${request.expiresAt.toISOString()}
Request ID: ${request.id}`
}

/** What signing means, in the words the wallet shows: one statement per purpose. Pure. */
export const statements = {
  signIn: () => 'Sign in to Countersign. This costs nothing and moves nothing.',
  linkWallet: (account: string) => `Link this wallet to the Countersign account of ${toChecksum(account)}.`,
  gatekeeper: (challengeId: string, account: string) =>
    `Prove this wallet for the Countersign challenge ${challengeId}, for the account of ${toChecksum(account)}.`,
}
