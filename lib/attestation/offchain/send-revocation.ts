import { publicClient } from '@/lib/chain/public-client'
import { sendChain } from '@/lib/chain/send/send-chain'
import type { Subject } from '@/lib/chain/send/sent-store'
import { type Submission, submitTransaction } from '@/lib/chain/send/submit-transaction'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { notNow } from '../access'
import { asChainAnswer } from '../chain-answer'
import { revokeOffchainCall } from '../encode'
import { loadKey } from '../issuer/open-key'
import { findIssuers, type IssuerRow } from '../issuer/store'
import { easAddresses } from '../read-eas'
import { readRevokeOffchain } from './read-revoked'

/** More than `revokeOffchain` takes. */
const GAS = 100_000n

/** What is revoked: off chain by EAS, by `attester`. */
export type Revocable = { chain_id: number; uid: Hex; attester: Hex; organization_id: string | null }

/** Under which its transactions are kept. */
export function subjectOf({ chain_id: chainId, uid }: Pick<Revocable, 'chain_id' | 'uid'>): Subject {
  return { purpose: 'eas', id: `offchain:${chainId}:${uid}` }
}

/** The issuer whose kept key made it, while the desk may sign with it; null when it is another's, or no kept one. */
export async function findKeptIssuer(ctx: Pick<Ctx, 'pool' | 'now'>, row: Revocable): Promise<IssuerRow | null> {
  if (!row.organization_id) return null
  const filter = { organizationId: row.organization_id, chainId: row.chain_id, address: row.attester, status: 'ACTIVE' }
  const [issuer] = await findIssuers(sqlOver(ctx.pool), filter)
  return issuer?.kind === 'KEPT' && issuer.valid_until && issuer.valid_until > ctx.now ? issuer : null
}

/** EAS takes it from the issuer's own address, so that address pays. 409 when it cannot. */
export async function requireGas({ chain_id: chainId, attester }: Revocable): Promise<void> {
  const chain = sendChain(chainId)
  const [balance, { maxFeePerGas }] = await asChainAnswer(() => Promise.all([chain.balanceOf(attester), chain.fees()]))
  const needed = GAS * maxFeePerGas
  if (balance >= needed) return
  throw notNow(
    `EAS takes this from ${attester} alone, and that address has to pay. Send it ${needed - balance} wei, then ask again.`,
  )
}

/** Sends the revocation with the kept key, or sends it again: safe to run at any time. */
export async function sendRevocation(
  ctx: Ctx,
  issuer: IssuerRow,
  { chain_id: chainId, uid, attester }: Revocable,
): Promise<Submission> {
  const key = await loadKey(sqlOver(ctx.pool), issuer.id)
  const { eas: to } = easAddresses(chainId)
  const data = revokeOffchainCall(uid)
  const toSend = {
    chainId,
    subject: subjectOf({ chain_id: chainId, uid }),
    to,
    data,
    isThere: async () => (await readRevokeOffchain(chainId, attester, uid)) > 0n,
    gasFor: (account: Hex) => publicClient(chainId).estimateGas({ account, to, data }),
    noteSubmitted: async () => true,
  }
  return submitTransaction(ctx, toSend, sendChain(chainId), key)
}
