import type { AppError } from '@/lib/errors'
import { tell } from '@/lib/tail/tell'

type Failure = {
  /** `POST /api/v1/challenges`, `page`, `job expire`. */
  where: string
  code: string
  status?: number
  requestId?: string | undefined
}

/** An answer of 500 and more, for operators (/ops). What is switched off on purpose (E9010) is no error. */
export function noteFailedCall(where: string, error: AppError, requestId: string): void {
  if (error.status >= 500 && error.code !== 'E9010') {
    noteError({ where, code: error.code, status: error.status, requestId })
  }
}

/** Something of the desk failed that nobody was refused for. */
export function noteError({ where, code, status, requestId }: Failure): void {
  tell({
    organizationId: null,
    level: 'error',
    source: 'errors',
    message: `${where} failed: ${code}`,
    requestId,
    context: { where, code, ...(status === undefined ? {} : { status }) },
  })
}
