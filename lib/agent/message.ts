import { toChecksum } from '@/lib/wallet/checksum'

export type AgentProof = {
  id: string
  did: string
  /** The wallet of whoever registers it. */
  account: string
  nonce: string
  issuedAt: Date
  expiresAt: Date
}

/** The text an agent signs with its own key, so that nobody can register a key that is not theirs. Pure. */
export function buildAgentMessage(appUrl: string, proof: AgentProof): string {
  return `${new URL(appUrl).host} wants you to prove the key of this agent:
${proof.did}

Register it for the Countersign account of ${toChecksum(proof.account)}. This costs nothing and moves nothing.

URI: ${appUrl}
Version: 1
Nonce: ${proof.nonce}
Issued At: ${proof.issuedAt.toISOString()}
Expiration Time: ${proof.expiresAt.toISOString()}
Request ID: ${proof.id}`
}
