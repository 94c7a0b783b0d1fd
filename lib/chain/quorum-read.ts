import { ProviderFailure } from './provider-failure'
import type { Provider } from './providers'
import { judge, type Vote } from './quorum'

type Answer<T> = { provider: Provider; value: T; key: string }

export type QuorumRead<T> = {
  providers: readonly Provider[]
  /** How many different hosts must agree. */
  q: number
  read(provider: Provider): Promise<T>
  /** What makes two answers the same one. */
  keyOf(value: T): string
  /** For the whole of `read`, which may be several calls. */
  timeoutMs: number
  /** What is already known of a provider, so that it is not asked. */
  known?(provider: Provider): T | undefined
}

export type QuorumResult<T> =
  | { status: 'agreed'; value: T; providersAgreed: number; dissenting: Provider[] }
  | { status: 'unclear'; why: 'disagreed' | 'too few'; answered: number }

/**
 * Asks all providers at once and resolves when an answer stands or none can any more (domain §2). Never rejects: a
 * provider that fails has no say. `providersAgreed` counts hosts, `dissenting` those known to say something else.
 */
export function quorumRead<T>(options: QuorumRead<T>): Promise<QuorumResult<T>> {
  const { providers, q, keyOf, known } = options
  const answers: Answer<T>[] = []
  const pending = new Set(providers)

  const take = (provider: Provider, value: T) => {
    answers.push({ provider, value, key: keyOf(value) })
    pending.delete(provider)
  }
  for (const provider of providers) {
    const value = known?.(provider)
    if (value !== undefined) take(provider, value)
  }

  return new Promise((resolve) => {
    const decide = () => {
      const result = resultOf(answers, pending, q)
      if (result) resolve(result)
      return result !== undefined
    }
    if (decide()) return

    for (const provider of [...pending]) {
      within(options.timeoutMs, () => options.read(provider))
        .then(
          (value) => take(provider, value),
          () => pending.delete(provider),
        )
        .then(decide)
    }
  })
}

function resultOf<T>(answers: Answer<T>[], pending: Set<Provider>, q: number): QuorumResult<T> | undefined {
  const votes: Vote[] = answers.map(({ provider, key }) => ({ host: provider.host, key }))
  const verdict = judge(
    votes,
    [...pending].map(({ host }) => host),
    q,
  )
  if (verdict.state === 'open') return undefined
  if (verdict.state !== 'agreed') return { status: 'unclear', why: verdict.state, answered: answers.length }

  const agreed = answers.find(({ key }) => key === verdict.key) as Answer<T>
  const dissenting = answers.filter(({ key }) => key !== verdict.key).map(({ provider }) => provider)
  return { status: 'agreed', value: agreed.value, providersAgreed: verdict.hosts, dissenting }
}

/** `work`, given up (not stopped) after `timeoutMs`. A `work` that throws at once rejects like one that fails later. */
export async function within<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProviderFailure('timeout')), timeoutMs)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
