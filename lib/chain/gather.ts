import type { Provider } from './providers'
import { countHosts } from './quorum'

export type Gathered<T> = {
  answers: { provider: Provider; value: T }[]
  /** Whether every provider has answered or failed, so that waiting longer would bring nothing. */
  complete: boolean
}

/**
 * Asks all providers at once. Once `q` hosts have answered, the others get `graceMs` more; with fewer answers it waits
 * until every provider has answered or failed. Never rejects.
 */
export function gather<T>(
  providers: readonly Provider[],
  q: number,
  graceMs: number,
  read: (provider: Provider) => Promise<T>,
): Promise<Gathered<T>> {
  const answers: Gathered<T>['answers'] = []
  let open = providers.length
  let grace: NodeJS.Timeout | undefined

  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(grace)
      resolve({ answers: [...answers], complete: open === 0 })
    }
    const settled = () => {
      open--
      if (open === 0) finish()
      else if (!grace && countHosts(answers.map(({ provider }) => provider)) >= q) grace = setTimeout(finish, graceMs)
    }

    if (open === 0) finish()
    for (const provider of providers) {
      read(provider)
        .then((value) => void answers.push({ provider, value }))
        .catch(() => undefined)
        .finally(settled)
    }
  })
}
