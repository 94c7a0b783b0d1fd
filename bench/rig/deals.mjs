import { randomBytes } from 'node:crypto'
import { createPublicClient, createTestClient, createWalletClient, http, parseEther, zeroAddress, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { mined } from '../../lib/chain/mined.mjs'

export const CHAIN = 31337
export const ETHER = 10n ** 18n

/** Wallets and the local chain, for benches that send transactions. */
export function openChain({ rpcUrl }) {
  const transport = http(rpcUrl)
  const client = createPublicClient({ chain: foundry, transport, cacheTime: 0 })
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport })

  /** Sends it and waits for its block. Throws when it was reverted. */
  const send = async (account, { to, data, value = 0n }) => {
    const wallet = createWalletClient({ account, chain: foundry, transport })
    const receipt = await mined(client, await wallet.sendTransaction({ to, data, value }))
    if (receipt.status !== 'success')
      throw new Error(`A transaction of the bench was reverted: ${receipt.transactionHash}`)
    return receipt
  }
  const fund = async (key = generatePrivateKey()) => {
    const account = privateKeyToAccount(key)
    await anvil.setBalance({ address: account.address, value: parseEther('100') })
    return account
  }
  return { client, anvil, send, fund }
}

/** A deal between two accounts; `changes` name a token, a panel or whoever decides. */
export function dealOf(creator, counterparty, now, changes = {}) {
  return {
    ...{ creator: lower(creator), counterparty: lower(counterparty), token: zeroAddress },
    ...{ creatorBond: 1_000_003n, counterpartyBond: 999_997n, creatorBase: 0n, counterpartyBase: 0n },
    ...{ joinBy: now + 3_600n, respondBy: 0n, settleBy: now + 7_200n, disputeWindow: 300_000n, resolver: zeroAddress },
    oracle: { feed: zeroAddress, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n },
    panel: { root: zeroHash, totalWeight: 0n, k: 0, m: 0, struck: [] },
    ...{ finalHash: randomHash(), salt: randomHash() },
    ...changes,
  }
}

export const lower = ({ address }) => address.toLowerCase()
export const randomHash = () => `0x${randomBytes(32).toString('hex')}`
