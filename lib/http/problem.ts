import { z } from 'zod'
import { asDatabaseError } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { AppError, ERRORS, type ErrorCode, type FieldError } from '@/lib/errors'
import { log } from '@/lib/log'
import { validationError } from './validation'

/** RFC 9457, as every error of the API is answered. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode
  request_id: string
  errors?: FieldError[]
}

/**
 * Any thrown value as the AppError a caller may see: ours as they are, zod's as E9004, an unreachable database as
 * E9002, everything else as E9001 that tells nothing of it. What is our fault is logged.
 */
export function toAppError(error: unknown): AppError {
  const known = knownError(error)
  if (known.status >= 500) log.error({ err: error, code: known.code }, 'request failed')
  return known
}

function knownError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof z.core.$ZodError) return validationError(error.issues)

  const fromDatabase = asDatabaseError(error)
  if (fromDatabase instanceof AppError) return fromDatabase
  return new AppError('E9001', 'Something went wrong on our side. Quote the request id when you report it.', {
    cause: error,
  })
}

/** The body of an error answer, the same whoever writes it. */
export function toProblem(error: AppError, requestId: string): Problem {
  return {
    type: `${env().APP_URL}/docs/errors/${error.code}`,
    title: ERRORS[error.code].title,
    status: error.status,
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...(error.fields ? { errors: error.fields } : {}),
  }
}
