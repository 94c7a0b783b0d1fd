import { AppError } from '@/lib/errors'
import type { LimitGroup } from './rate-limit'
import { route } from './route'

/** A route the API page names whose part of the product is not built: it says so (E9010) instead of being unknown. */
export function notBuilt(what: string, limit: LimitGroup) {
  return route({ summary: `${what}: not built yet`, limit, auth: 'none', errors: ['E9010'] }, () => {
    throw new AppError('E9010', `${what} are not built yet.`)
  })
}
