import { randomBytes } from 'node:crypto'
import { createPublicClient, createTestClient, createWalletClient, type Hex, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { mined } from '@/lib/chain/mined.mjs'
import type { Candidate } from '@/lib/committee/roster'
import { type Call, joinCall, openCall } from '@/lib/stake/calls'
import { type Deal, dealId, toDealJson, ZERO_ADDRESS } from '@/lib/stake/deal'

export type Holder = { key: Hex; address: Hex }
export type DealOnChain = Awaited<ReturnType<typeof dealOnChain>>

const CHAIN = 31337
const HOUR = 3_600n
export const BOND = parseEther('1')

/** An account of one's own with ether on the local chain at `url`. */
export async function holder(url: string, key: Hex = generatePrivateKey()): Promise<Holder> {
  const address = privateKeyToAccount(key).address
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(url) })
  await chain.setBalance({ address, value: parseEther('100') })
  return { key, address: address.toLowerCase() as Hex }
}

/** Sends a call and waits until it is in a block. */
export async function sendBy(url: string, { key }: Holder, call: Call): Promise<void> {
  const transport = http(url)
  const wallet = createWalletClient({ account: privateKeyToAccount(key), chain: foundry, transport })
  const hash = await wallet.sendTransaction(call)
  const chain = createPublicClient({ chain: foundry, transport })
  const { status } = await mined(chain, hash)
  if (status !== 'success') throw new Error('A call of a test was refused')
}

export const balanceOf = (url: string, address: Hex) =>
  createPublicClient({ chain: foundry, transport: http(url) }).getBalance({ address })

type Options = {
  url: string
  escrow: Hex
  creator?: Holder
  counterparty?: Holder
  changes?: Partial<Deal>
  roster?: Candidate[]
  joins?: boolean
}

/** A deal over an ether each in which both have deposited, and the file that it can be left with. No desk knows of it. */
export async function dealOnChain({ url, escrow, changes, roster = [], joins = true, ...parties }: Options) {
  const [creator, counterparty] = await Promise.all([
    parties.creator ?? holder(url),
    parties.counterparty ?? holder(url),
  ])
  const { timestamp: now } = await createPublicClient({ chain: foundry, transport: http(url) }).getBlock()
  const deal: Deal = {
    creator: creator.address,
    counterparty: counterparty.address,
    token: ZERO_ADDRESS,
    creatorBond: BOND,
    counterpartyBond: BOND,
    creatorBase: 0n,
    counterpartyBase: 0n,
    joinBy: now + HOUR,
    respondBy: 0n,
    settleBy: now + 2n * HOUR,
    disputeWindow: 72n * HOUR,
    resolver: ZERO_ADDRESS,
    oracle: { feed: ZERO_ADDRESS, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n },
    panel: { root: `0x${'00'.repeat(32)}`, totalWeight: 0n, k: 0, m: 0, struck: [] },
    finalHash: `0x${randomBytes(32).toString('hex')}`,
    salt: `0x${randomBytes(32).toString('hex')}`,
    ...changes,
  }
  const id = dealId(CHAIN, escrow, deal)
  await sendBy(url, creator, openCall(escrow, deal))
  if (joins) await sendBy(url, counterparty, joinCall(escrow, id, deal))

  const file = {
    chain_id: `eip155:${CHAIN}`,
    escrow,
    id,
    challenge: '0193a5f0-0000-7000-8000-000000000001',
    deal: toDealJson(deal),
    roster: { rows: roster.map(({ id: member, weight }) => ({ id: member, weight: weight.toString() })) },
    votes: [] as object[],
  }
  return { file, deal, id, creator, counterparty }
}
