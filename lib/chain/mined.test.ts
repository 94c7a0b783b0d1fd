import { type PublicClient, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import { expect, it } from 'vitest'
import { mined } from './mined.mjs'

const HASH = `0x${'ab'.repeat(32)}` as const
const receipt = { transactionHash: HASH, status: 'success' } as TransactionReceipt

/** A node that says these one after the other, and the last of them for ever. */
function node(...says: (TransactionReceipt | Error)[]): Pick<PublicClient, 'getTransactionReceipt'> {
  let asked = 0
  return {
    getTransactionReceipt: async () => {
      const said = says[Math.min(asked++, says.length - 1)]
      if (said instanceof Error) throw said
      return said as never
    },
  }
}
const notYet = new TransactionReceiptNotFoundError({ hash: HASH })

it('gives the receipt once the transaction is in a block, whether or not another block follows', async () => {
  expect(await mined(node(receipt), HASH)).toBe(receipt)
  expect(await mined(node(notYet, notYet, receipt), HASH)).toBe(receipt)
})

it('passes on what the node says, and gives up in the end', async () => {
  await expect(mined(node(notYet, new Error('away'), receipt), HASH)).rejects.toThrow('away')
  await expect(mined(node(notYet), HASH, 50)).rejects.toBe(notYet)
})
