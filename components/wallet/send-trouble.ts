import { type Around, toTrouble, type WalletTrouble } from './trouble'

/** Pure: what went wrong while a transaction was asked for, in plain words. */
export function toSendTrouble(error: unknown, around: Around): WalletTrouble {
  const trouble = toTrouble(error, around)
  const wallet = around.wallet ?? 'The wallet'
  if (trouble.kind === 'declined') {
    return { ...trouble, says: 'Nothing was sent and nothing was paid. You can look at it again and then decide.' }
  }
  if (trouble.kind !== 'unknown') return trouble
  if (saysTooLittle(error)) {
    return {
      ...trouble,
      title: 'There is not enough in the wallet',
      says: 'It does not hold what this moves and the gas for it. Put something in, then go on here. Nothing was sent.',
    }
  }
  return {
    ...trouble,
    title: `${wallet} did not send it`,
    says: 'It stopped without saying why. Look in the wallet whether something was sent before you try again.',
  }
}

/** Nodes have no code of its own for this; all of them say it in these words. */
function saysTooLittle(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 6) return false
  const { message, cause, data } = error as { message?: unknown; cause?: unknown; data?: { originalError?: unknown } }
  const isSaid = typeof message === 'string' && /insufficient (funds|balance)/i.test(message)
  return isSaid || saysTooLittle(cause, depth + 1) || saysTooLittle(data?.originalError, depth + 1)
}
