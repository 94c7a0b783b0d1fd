import { TransactionReceiptNotFoundError } from 'viem'

/**
 * Waits until a chain that mines when it is asked to has mined this, and gives the receipt. viem's
 * `waitForTransactionReceipt` looks again with each new block, and takes no notice of one that comes while it looks for a
 * replacement: on a chain where no other follows it then waits for ever.
 *
 * @param {Pick<import('viem').PublicClient, 'getTransactionReceipt'>} client
 * @param {import('viem').Hash} hash
 * @param {number} [patienceMs]
 * @returns {Promise<import('viem').TransactionReceipt>}
 * @throws {Error} what the node says, or that the transaction is in no block after `patienceMs`
 */
export async function mined(client, hash, patienceMs = 60_000) {
  for (const end = Date.now() + patienceMs; ; await new Promise((resume) => setTimeout(resume, 20))) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error) => {
      if (error instanceof TransactionReceiptNotFoundError && Date.now() < end) return undefined
      throw error
    })
    if (receipt) return receipt
  }
}
