import { type Abi, decodeFunctionResult, encodeFunctionData, parseAbi } from 'viem'
import { buildRoster, type Roster } from '../committee/roster'
import { feedCalls } from '../oracle/feed-calls'
import { findRound, type Round } from '../oracle/find-round'
import { type Hex, ZERO_HASH } from '../proof/hash'
import { DEAL_STATES, type DealState } from '../stake/chain-news'
import { type Deal, ZERO_ADDRESS } from '../stake/deal'
import { findUnstaked } from '../stake/deal-draw'
import { AUDITOR_STAKE_ABI, ESCROW_ABI } from '../stake/escrow-abi'
import type { LeaveFile } from './leave-file'

/** A node, or a wallet: one JSON-RPC call. */
export type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>

/** How an account stands in the escrow: what it may withdraw, and the nonce its offers must carry. */
export type Standing = { account: Hex; credited: bigint; nonce: bigint }

/** Everything the chain says of a deal that leaving depends on, at its newest block. */
export type DealNow = {
  chainId: number
  escrow: Hex
  id: Hex
  deal: Deal
  state: DealState
  disputedAt: bigint
  disputeUntil: bigint
  disputeFee: bigint
  opener: Hex
  creatorResponded: boolean
  counterpartyResponded: boolean
  round: number
  nextAttempt: number
  seedBlock: bigint
  seed: Hex
  seats: readonly Hex[]
  held: bigint
  block: { number: bigint; seconds: bigint }
  token: { symbol: string; decimals: number }
  /** The creator, the counterparty, the resolver if there is one, and seated members. */
  standings: Standing[]
  /** The feed's round that decides, once it is there. */
  decidingRound: Round | null
  /** The roster of the file, if it is the one both signed. */
  roster: Roster | null
  /** Members whom the draw hits and who hold no stake any more. */
  unstaked: readonly Hex[]
}

const ERC20_NAMES = parseAbi(['function symbol() view returns (string)', 'function decimals() view returns (uint8)'])

/** Reads a deal from the chain. Throws an Error in plain words: no such deal there, another chain, no contract. */
export async function readDeal(ask: Ask, file: LeaveFile): Promise<DealNow> {
  const chainId = Number(await ask('eth_chainId', []))
  if (chainId !== file.chainId) {
    throw new Error(`The deal is on chain ${file.chainId}, and this node is of chain ${chainId}.`)
  }
  const code = await ask('eth_getCode', [file.escrow, 'latest'])
  if (code === '0x') throw new Error('There is no escrow at that address on this chain.')

  const read = reader(ask, file.escrow)
  const [status, shown, held, block] = await Promise.all([
    read<Status>('statusOf', [file.id]),
    read<Deal>('dealOf', [file.id]),
    read<bigint>('heldOf', [file.id]),
    newestBlock(ask),
  ])
  const state = DEAL_STATES[status.state] ?? 'NONE'
  if (state === 'NONE') throw new Error('Nobody has deposited for this deal: there is nothing to leave.')

  const deal = lowered(shown)
  const seats = status.seats.map(lowerCase)
  const accounts = [deal.creator, deal.counterparty, deal.resolver, ...seats].filter((one) => one !== ZERO_ADDRESS)
  const now = { ...status, ...file, chainId, deal, state, seats, held, block, opener: lowerCase(status.opener) }
  const roster = rosterOf(file, deal)
  return {
    ...now,
    token: await readToken(ask, chainId, deal.token),
    standings: await Promise.all([...new Set(accounts)].map((account) => readStanding(read, file.id, deal, account))),
    decidingRound: await readRound(ask, deal, state),
    roster,
    unstaked: roster ? await readUnstaked(ask, read, { ...now, roster }) : [],
  }
}

type Status = {
  state: number
  disputedAt: bigint
  disputeUntil: bigint
  opener: Hex
  disputeFee: bigint
  creatorResponded: boolean
  counterpartyResponded: boolean
  round: number
  nextAttempt: number
  seedBlock: bigint
  seed: Hex
  seats: readonly Hex[]
}

type Read = <T>(functionName: string, args: readonly unknown[]) => Promise<T>

/** Answers of the escrow. */
function reader(ask: Ask, escrow: Hex): Read {
  return (functionName, args) => callAt(ask, escrow, ESCROW_ABI, functionName, args)
}

async function callAt<T>(ask: Ask, to: Hex, abi: Abi, functionName: string, args: readonly unknown[] = []): Promise<T> {
  const asked = { to, data: encodeFunctionData({ abi, functionName, args }) }
  const data = (await ask('eth_call', [asked, 'latest'])) as Hex
  return decodeFunctionResult({ abi, functionName, data }) as T
}

async function newestBlock(ask: Ask): Promise<DealNow['block']> {
  const block = (await ask('eth_getBlockByNumber', ['latest', false])) as { number: Hex; timestamp: Hex }
  return { number: BigInt(block.number), seconds: BigInt(block.timestamp) }
}

async function readStanding(read: Read, id: Hex, { token }: Deal, account: Hex): Promise<Standing> {
  const [credited, nonce] = await Promise.all([
    read<bigint>('credited', [token, account]),
    read<bigint>('nonceOf', [id, account]),
  ])
  return { account, credited, nonce }
}

const COINS: Record<number, string> = { 137: 'POL', 56: 'BNB' }

async function readToken(ask: Ask, chainId: number, token: Hex): Promise<DealNow['token']> {
  if (token === ZERO_ADDRESS) return { symbol: COINS[chainId] ?? 'ETH', decimals: 18 }
  const [symbol, decimals] = await Promise.all([
    callAt<string>(ask, token, ERC20_NAMES, 'symbol').catch(() => 'units'),
    callAt<number>(ask, token, ERC20_NAMES, 'decimals').catch(() => 0),
  ])
  return { symbol: symbol.slice(0, 12), decimals }
}

async function readRound(ask: Ask, { oracle }: Deal, state: DealState): Promise<Round | null> {
  if (oracle.feed === ZERO_ADDRESS || (state !== 'JOINED' && state !== 'DISPUTED')) return null
  const feed = feedCalls((data) => ask('eth_call', [{ to: oracle.feed, data }, 'latest']) as Promise<Hex>)
  const window = { notBefore: oracle.notBefore, until: oracle.notBefore + oracle.maxAge }
  try {
    const latest = await feed.latest()
    return latest && (await findRound(latest, (roundId) => feed.round(roundId).catch(() => null), window))
  } catch {
    return null
  }
}

function rosterOf({ roster: rows }: LeaveFile, { panel }: Deal): Roster | null {
  if (panel.root === ZERO_HASH || rows.length === 0) return null
  const roster = buildRoster(rows)
  return roster.root === panel.root ? roster : null
}

/** Who is hit by the draw and may not sit. */
async function readUnstaked(
  ask: Ask,
  read: Read,
  now: Pick<DealNow, 'deal' | 'state' | 'seed' | 'round' | 'seats' | 'nextAttempt'> & { roster: Roster },
): Promise<Hex[]> {
  if (now.state !== 'DISPUTED' || now.seed === ZERO_HASH) return []
  const stake = await read<Hex>('stake', [])
  return [...(await findUnstaked(now, (member) => callAt(ask, stake, AUDITOR_STAKE_ABI, 'isStaked', [member])))]
}

function lowered(deal: Deal): Deal {
  const [creator, counterparty, token, resolver] = [deal.creator, deal.counterparty, deal.token, deal.resolver].map(
    lowerCase,
  ) as [Hex, Hex, Hex, Hex]
  const oracle = { ...deal.oracle, feed: lowerCase(deal.oracle.feed) }
  const panel = { ...deal.panel, struck: deal.panel.struck.map(lowerCase) }
  return { ...deal, creator, counterparty, token, resolver, oracle, panel }
}

const lowerCase = (address: Hex) => address.toLowerCase() as Hex
