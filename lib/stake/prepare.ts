import type { z } from 'zod'
import type { Challenge } from '@/lib/challenge/challenge'
import { bondAssetOf } from '@/lib/challenge/desk-facts'
import { loadChallenge } from '@/lib/challenge/store'
import { findOwnCase } from '@/lib/committee/find-case'
import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError, isAppError } from '@/lib/errors'
import { caip2, networkOf } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { approveCall } from './calls'
import { type Deal, ZERO_ADDRESS } from './deal'
import { CallRefused } from './keeper/keeper-chain'
import { readFacts } from './keeper/read-facts'
import { type SaidCall, type StepFacts, stepCalls } from './prepare-steps'
import { type DealViewer, requireDealViewer } from './require-insider'
import { sayAmount } from './say-call'
import type { PrepareStep } from './schemas'
import { type DealRow, findDeal } from './store'
import { type WalletChain, walletChain } from './wallet-chain'

export type PrepareInput = z.output<typeof PrepareStep> & { id: string }

/**
 * The transactions a wallet is asked to send for a step (`GET challenges/:id/stakes/prepare`), in their order, each said in
 * one sentence. Everything that can be told beforehand is told here, before a wallet opens and gas is paid. Throws E3010,
 * what `stepCalls` throws, E5012 when the wallet is short, what the contract itself says against it, and E2004.
 */
export async function prepareStakes(ctx: Ctx, input: PrepareInput, chainFor = walletChain) {
  requireUser(ctx)
  const challenge = await loadChallenge(ctx.db, input.id)
  const viewer = await requireDealViewer(ctx, challenge)
  const row = await findDeal(sqlOver(ctx.pool), { challengeId: challenge.id })
  if (!row) throw noDeal(challenge)

  const chain = chainFor(row.chainId)
  const calls = await answering(() => prepare(ctx, { input, challenge, viewer, row, chain }))
  return {
    calls: calls.map(({ call, says }) => ({
      to: call.to,
      data: call.data,
      value: call.value.toString(),
      chain_id: caip2(row.chainId),
      says,
    })),
  }
}

type Asked = { input: PrepareInput; challenge: Challenge; viewer: DealViewer; row: DealRow; chain: WalletChain }

async function prepare(ctx: Ctx, asked: Asked): Promise<SaidCall[]> {
  const { input, row, chain } = asked
  const facts = await readStepFacts(ctx, asked)
  const calls = stepCalls(input.step, facts)
  const [first] = calls
  const allowance = first?.takes ? await requireFunds(chain, row, facts, first.takes) : null
  // Without the allowance the contract would refuse what it will take in a moment.
  if (allowance) return [allowance, ...calls]

  for (const { call } of calls.slice(0, 1)) await chain.gasFor(call, facts.sender)
  return calls
}

async function readStepFacts(ctx: Ctx, { input, challenge, viewer, row, chain }: Asked): Promise<StepFacts> {
  const { role } = viewer
  const facts = await readFacts(ctx, row, chain)
  const sender = senderOf(ctx, viewer, row.deal)
  const own =
    input.step === 'dispute' && (role === 'creator' || role === 'counterparty')
      ? await findOwnCase(sqlOver(ctx.pool), { challengeId: challenge.id, role })
      : null
  const { deadlineAt } = challenge
  return {
    ...facts,
    role,
    sender,
    isDepositing: challenge.status === 'AWAITING_COUNTERPARTY' && deadlineAt !== null && deadlineAt > ctx.now,
    unit: await unitOf(challenge, row.deal, chain),
    network: networkOf(row.chainId)?.name ?? caip2(row.chainId),
    responseHash: (input.response_hash as Hex | undefined) ?? null,
    caseHash: own?.status === 'PREPARED' ? own.id : null,
    to: (input.to as Hex | undefined) ?? null,
    credits: await readCredits(input.step, row, { sender, seats: facts.chain.seats, chain }),
  }
}

/** The wallet the contract expects of that role; of others the one they are here with. */
function senderOf(ctx: Ctx, { role, member }: DealViewer, deal: Deal): Hex {
  if (role === 'creator') return deal.creator
  if (role === 'counterparty') return deal.counterparty
  if (role === 'moderator') return deal.resolver
  return member ?? (requireUser(ctx).wallet.address as Hex)
}

async function readCredits(
  step: string,
  { deal, escrow }: DealRow,
  { sender, seats, chain }: { sender: Hex; seats: readonly Hex[]; chain: WalletChain },
): Promise<StepFacts['credits']> {
  if (step !== 'withdraw' && step !== 'push') return []
  const accounts = step === 'withdraw' ? [sender] : [...new Set([deal.creator, deal.counterparty, ...seats])]
  return Promise.all(
    accounts.map(async (account) => ({ account, amount: await chain.creditOf(escrow, deal.token, account) })),
  )
}

/** What it is called in the lists of this desk; by itself where it is listed no more. */
async function unitOf({ bond }: Challenge, deal: Deal, chain: WalletChain): Promise<StepFacts['unit']> {
  const asset = bond && bondAssetOf(bond)
  return asset ?? chain.unitOf(deal.token)
}

/** E5012 when the wallet is short; else the allowance that is missing, as the call to send first. */
async function requireFunds(
  chain: WalletChain,
  { deal, escrow }: DealRow,
  { sender, unit, network }: StepFacts,
  amount: bigint,
): Promise<SaidCall | null> {
  const isCoin = deal.token === ZERO_ADDRESS
  const { balance, allowance } = await chain.fundsOf(deal.token, sender, escrow)
  // Of the coin some more is needed for gas.
  if (isCoin ? balance <= amount : balance < amount) {
    const more = isCoin ? ' and the gas for it' : ''
    throw new AppError('E5012', `This wallet does not hold ${sayAmount(amount, unit)}${more} on ${network}: top it up.`)
  }
  if (isCoin || allowance >= amount) return null
  const says = `Allow the escrow to take exactly ${sayAmount(amount, unit)} of yours, and no more.`
  return { call: approveCall(deal.token, escrow, amount), says }
}

/** What the contract says against a call is an answer; a chain that says nothing is none. */
async function answering<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (isAppError(cause)) throw cause
    if (cause instanceof CallRefused) throw new AppError(cause.revert.code, cause.revert.sentence)
    throw new AppError('E2004', 'The chain does not answer, so nothing can be prepared. Try again in a moment.', {
      cause,
    })
  }
}

function noDeal({ bond }: Challenge): AppError {
  const why = bond ? 'Deposits are possible once both have signed the terms.' : 'Nothing is bonded in this challenge.'
  return new AppError('E5010', `There is no deal on chain. ${why}`)
}
