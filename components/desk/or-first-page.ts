import { redirect } from 'next/navigation'
import { isAppError } from '@/lib/errors'

/** What `read` answers; a cursor that is no longer good (another wallet, another filter) leads to the list's beginning. */
export async function orFirstPage<T>(beginning: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (isAppError(error, 'E9004')) redirect(beginning)
    throw error
  }
}
