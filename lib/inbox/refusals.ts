import { AppError } from '@/lib/errors'

export function noSuchItem(): AppError {
  return new AppError('E9008', 'There is no such item in this inbox.')
}

/** Not the newest handle, or its lease is over. */
export function staleHandle(): AppError {
  return new AppError(
    'E6005',
    'This is not the newest receipt handle of the item, or its lease is over. Lease it again and use the handle that comes with it.',
  )
}

/** What ended cannot be acknowledged or returned. */
export function alreadyEnded(status: string): AppError {
  const what =
    status === 'DEAD'
      ? 'This item is dead. Bring it back with retry or requeue first.'
      : 'This item has been acknowledged already.'
  return new AppError('E9004', what, { status: 409 })
}
