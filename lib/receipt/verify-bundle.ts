import { servedNetworks } from '@/lib/chain/networks'
import { publicClient } from '@/lib/chain/public-client'
import type { Ctx } from '@/lib/context'
import { listDeskAddresses } from '@/lib/desk/desk-keys'
import { readerOf } from '@/lib/proof/chain-reader'
import type { Hex } from '@/lib/proof/hash'
import type { Report } from '@/lib/proof/report'
import { isEcdsaSignature, type Recover } from '@/lib/proof/signature'
import { verifyBundleOnline } from '@/lib/proof/verify'
import { recoverDigest } from '@/lib/wallet/signature'
import { hasVerifierFile, verifyInThread } from './verify-thread'

/** A bundle without a large roster is far smaller, and verified in milliseconds. */
const BIG_BYTES = 64 * 1024

/**
 * Checks a bundle as anybody can offline, and asks those of the desk's chains that answer. A seal by a key of this desk is
 * held against the desk's published keys. Never refuses: whatever the bytes are, the answer is a report.
 */
export async function verifyPostedBundle(ctx: Ctx, { bytes }: { bytes: Uint8Array }): Promise<Report> {
  const [chains, own] = await Promise.all([reachableChains(), listDeskAddresses(ctx)])
  const desk = own.includes(sealerOf(bytes) ?? '') ? own : undefined
  const question = { asOf: ctx.now, chains, ...(desk ? { desk } : {}) }
  // A roster of ten thousand takes seconds to hash: not while others wait for this thread.
  if (bytes.length > BIG_BYTES && hasVerifierFile()) return verifyInThread({ ...question, bytes })
  return verifyBundleOnline(bytes, { ...question, recover })
}

async function reachableChains() {
  const asked = await Promise.allSettled(servedNetworks().map(({ chainId }) => readerOf(publicClient(chainId))))
  return asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
}

/** Who says they sealed it, without believing a word. */
function sealerOf(bytes: Uint8Array): string | null {
  try {
    const address: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))?.desk?.address
    return typeof address === 'string' ? address : null
  } catch {
    return null
  }
}

/** The verifier's own recovery is made for browsers; here a bundle full of signatures must not hold everybody up. */
const recover: Recover = async (digest, signature) => {
  if (!isEcdsaSignature(signature)) return null
  try {
    return recoverDigest(digest, signature) as Hex
  } catch {
    return null
  }
}
