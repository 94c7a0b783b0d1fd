import { AppError, isAppError } from '@/lib/errors'

/** What a chain says, or E2004 when none of its providers answered. */
export async function asChainAnswer<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isAppError(error)) throw error
    throw new AppError('E2004', 'That chain is not answering. Try again in a moment.', { cause: error })
  }
}
