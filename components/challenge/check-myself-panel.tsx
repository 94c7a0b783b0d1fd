'use client'

import { useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import { useParty } from '@/components/wallet/party'
import { useOpenChallenge } from './challenge-context'
import { type OwnResult, questionsOf, resultOfProblem, sayResult, sumUp } from './check-myself'
import { sayRequirement } from './requirement-words'

type State = { wallet: string; results: OwnResult[] } | { wallet: string; trouble: string } | null

/** Whether I would pass, read for me alone before I accept (domain §2). */
export function CheckMyself() {
  const { challenge } = useOpenChallenge()
  const { party } = useParty()
  const networks = useNetworks()
  const [state, setState] = useState<State>(null)
  const [busy, setBusy] = useState(false)
  const requirement = challenge.requirements?.counterparty
  const asks = sayRequirement(requirement, networks)
  if (!party || asks.length === 0) return null

  const check = async () => {
    const wallet = party.address
    setBusy(true)
    try {
      setState({ wallet, results: await Promise.all(questionsOf(requirement, wallet).map(ask)) })
    } catch (error) {
      const trouble = error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Try again in a moment.'
      setState({ wallet, trouble })
    } finally {
      setBusy(false)
    }
  }
  // Another wallet is another question.
  const own = state?.wallet === party.address ? state : null
  const results = own && 'results' in own ? own.results : null
  return (
    <section aria-labelledby="myself" className="mt-5 border-line border-y py-4">
      <h3 id="myself" className="text-[1.14rem]">
        Would I pass?
      </h3>
      <p className="mt-1 text-[.92rem] text-soft">
        Read for you alone, before you sign. The other side is not told, and no balance is shown or kept.
      </p>
      <div role="status">
        {results ? (
          <>
            <ul className="mt-2.5 grid gap-1 text-[.95rem]">
              {asks.map(({ says }, index) => (
                <li key={says} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
                  <span className="[overflow-wrap:anywhere]">{says}</span>
                  <Result result={results[index] ?? 'later'} />
                </li>
              ))}
            </ul>
            <p className="mt-2 text-[.95rem]">{sumUp(results)}</p>
          </>
        ) : null}
        {own && 'trouble' in own ? <p className="mt-2 text-red">{own.trouble}</p> : null}
      </div>
      <Button className="mt-3 w-full" busy={busy} onClick={check}>
        {own ? 'Check again' : 'Check myself first'}
      </Button>
    </section>
  )
}

function Result({ result }: { result: OwnResult }) {
  const { look, word } = sayResult(result)
  return <Status look={look}>{word}</Status>
}

async function ask(question: ReturnType<typeof questionsOf>[number]): Promise<OwnResult> {
  if (question === null) return 'later'
  try {
    return (await api<{ status: 'PASSED' | 'FAILED' | 'ERROR' }>('POST', 'funds/check', { body: question })).status
  } catch (error) {
    const result = error instanceof ApiProblem ? resultOfProblem(error.code) : null
    if (result === null) throw error
    return result
  }
}
