import type { z } from 'zod'
import { type ChainQuorum, quorumOf } from '@/lib/chain/chain-quorum'
import { findRequirementFor } from '@/lib/challenge/requirement-of'
import type { Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import type { FundsRequirement } from './decide'
import { type FundsReading, readRequirements } from './read-funds'
import type { CheckFundsInput, FundsAnswer } from './schemas'
import { hasProven, saveReadings } from './store'

type Answer = z.input<typeof FundsAnswer>

/**
 * Reads whether a wallet holds at least `min_balance` and keeps the proof, never the balance (domain §2). Of a wallet
 * the caller has proven; with `challenge_id`, of exactly a requirement in that challenge's accepted terms. Anything
 * freer would tell strangers' balances by trying thresholds.
 * Throws E2008, E2009; E2007 when the providers agree that the token is none; E2004 when not one of them answered.
 * Where some answered and none can be believed, the proof is an ERROR.
 */
export async function checkFunds(
  ctx: Ctx<UserActor>,
  input: CheckFundsInput,
  quorumFor: (chainId: number) => ChainQuorum = quorumOf,
): Promise<Answer> {
  const requirement = toRequirement(input)
  const isOwner = await requireRight(ctx, requirement, input.challenge_id)

  const [reading] = (await readRequirements(ctx, [requirement], quorumFor)) as [FundsReading]
  requireReadable(reading)

  const save = async (sql: Sql) => {
    const challengeId = input.challenge_id ?? null
    const [id] = await saveReadings(sql, { readings: [reading], phase: 'check', challengeId, userId: ctx.actor.userId })
    return toAnswer(id as string, reading, isOwner)
  }
  // One statement needs no transaction around it, unless the answer is stored with it.
  return ctx.beforeCommit ? inSqlTransaction(ctx, save) : save(sqlOver(ctx.pool))
}

function toRequirement(input: CheckFundsInput): FundsRequirement {
  return {
    index: 0,
    role: 'creator',
    network: input.network,
    wallet: input.wallet_address,
    kind: 'BALANCE',
    assetType: input.asset_type,
    ...(input.token_address ? { tokenAddress: input.token_address } : {}),
    minBalance: input.min_balance,
  }
}

/** Whether the wallet is the caller's. Refuses those who may not ask. */
async function requireRight(ctx: Ctx<UserActor>, asked: FundsRequirement, challengeId?: string): Promise<boolean> {
  const isOwner = await hasProven(sqlOver(ctx.pool), ctx.actor.userId, asked.wallet, asked.network)
  if (challengeId === undefined) {
    if (isOwner) return true
    throw new AppError(
      'E2008',
      'You can check a wallet you have proven. Prove this one first; a contract wallet on the network you ask about.',
    )
  }

  if (await findRequirementFor(ctx, { challengeId, ...asked })) return isOwner
  throw new AppError(
    'E2009',
    'That is not a requirement of an accepted challenge of yours: wallet, network, asset and amount must be the ones both parties signed.',
  )
}

function requireReadable({ reason }: FundsReading): void {
  if (reason === 'UNREACHABLE') {
    throw new AppError('E2004', 'None of the network’s providers can be reached now. Try again in a moment.')
  }
  if (reason === 'NOT_A_TOKEN') {
    throw new AppError('E2007', 'There is no ERC-20 token at that address on this network.')
  }
}

function toAnswer(id: string, reading: FundsReading, isOwner: boolean): Answer {
  return {
    id,
    status: reading.status,
    proof_type: 'OPAQUE_V1',
    provider: reading.provider,
    providers_agreed: reading.providersAgreed,
    block_number: reading.blockNumber,
    block_hash: reading.blockHash,
    finalized_block_hash: reading.finalizedBlockHash,
    balance_commitment: reading.balanceCommitment,
    ...(isOwner && reading.salt ? { salt: reading.salt } : {}),
    checked_at: reading.checkedAt.toISOString(),
  }
}
