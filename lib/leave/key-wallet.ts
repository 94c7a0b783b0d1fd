import { privateKeyToAccount } from 'viem/accounts'
import type { Hex } from '../proof/hash'
import type { Ask } from './read-deal'
import type { Wallet } from './wallets'

/** Estimates are of the newest block; a little more, in case the next one costs more. */
const GAS_SHARE = [5n, 4n] as const
const LEAST_TIP = 1_000_000_000n

/** An account by its private key, which leaves this process only as signatures. Throws for what is no key. */
export function keyWallet(ask: Ask, chainId: number, privateKey: string): Wallet {
  if (!/^0x[0-9a-f]{64}$/i.test(privateKey)) throw new Error('That is not a private key: 0x and 64 hexadecimal digits.')
  const account = privateKeyToAccount(privateKey as Hex)
  const address = account.address.toLowerCase() as Hex
  return {
    address,
    signTypedData: ({ types, primaryType, domain, message }) =>
      account.signTypedData<typeof types, string>({ types, primaryType, domain, message }),
    send: async (call) => {
      const [nonce, gas, fees] = await Promise.all([
        ask('eth_getTransactionCount', [address, 'pending']),
        ask('eth_estimateGas', [
          { from: address, to: call.to, data: call.data, value: `0x${call.value.toString(16)}` },
        ]),
        readFees(ask),
      ])
      const signed = await account.signTransaction({
        ...call,
        ...fees,
        chainId,
        type: 'eip1559',
        nonce: Number(nonce),
        gas: (BigInt(gas as Hex) * GAS_SHARE[0]) / GAS_SHARE[1],
      })
      return (await ask('eth_sendRawTransaction', [signed])) as Hex
    },
  }
}

async function readFees(ask: Ask) {
  const [block, tip] = await Promise.all([
    ask('eth_getBlockByNumber', ['latest', false]) as Promise<{ baseFeePerGas?: Hex }>,
    ask('eth_maxPriorityFeePerGas', []).catch(() => '0x0') as Promise<Hex>,
  ])
  const maxPriorityFeePerGas = BigInt(tip) > 0n ? BigInt(tip) : LEAST_TIP
  return { maxPriorityFeePerGas, maxFeePerGas: 2n * BigInt(block.baseFeePerGas ?? '0x0') + maxPriorityFeePerGas }
}
