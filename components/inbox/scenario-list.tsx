'use client'

import Link from 'next/link'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import { Fates } from './fates'
import { usePlace, usePlaceApi } from './place'
import { placeHref } from './place-type'
import { useStaleInbox } from './queries'
import { SCENARIOS, type Scenario, type ScenarioDesk, type Step } from './scenarios'
import type { Accepted, ItemView, LeasedView, PageOf, WholeItemView } from './types'

/** Whole stories, played by this window as a consumer, with what really happened at each step. */
export function ScenarioList() {
  return (
    <section aria-labelledby="scenarios">
      <h3 id="scenarios" className="text-[1.4rem]">
        Scenarios
      </h3>
      <p className="mt-1 max-w-[44em] text-soft">
        This window plays the consumer. Webhooks that want the event get it too, and try again at their own pace.
      </p>
      <ul className="mt-4 border-line border-b">
        {SCENARIOS.map((scenario) => (
          <ScenarioRow key={scenario.name} scenario={scenario} />
        ))}
      </ul>
    </section>
  )
}

type Run = { steps: Step[]; event: string | null; isOver: boolean }

function ScenarioRow({ scenario }: { scenario: Scenario }) {
  const place = usePlace()
  const desk = useScenarioDesk()
  const stale = useStaleInbox()
  const [run, setRun] = useState<Run | null>(null)
  const isBusy = run !== null && !run.isOver

  const change = (next: (before: Run) => Run) => setRun((before) => before && next(before))
  const start = async () => {
    setRun({ steps: [], event: null, isOver: false })
    const tell = (step: Step) => change((before) => ({ ...before, steps: [...before.steps, step] }))
    try {
      await scenario.run(desk, tell, (event) => change((before) => ({ ...before, event })))
    } catch (error) {
      tell({ look: 'no', says: error instanceof Error ? error.message : 'It could not go on.' })
    }
    change((before) => ({ ...before, isOver: true }))
    stale()
  }
  return (
    <li className="border-line border-t py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-[1_1_16rem]">
          <h4 className="font-serif text-[1.14rem]">{scenario.name}</h4>
          <p className="text-[.94rem] text-soft">{scenario.says}</p>
        </div>
        <Button className="min-h-9! px-3! py-1!" busy={isBusy} onClick={() => void start()}>
          Run it
          <span className="sr-only"> {scenario.name}</span>
        </Button>
      </div>
      {run ? (
        <div className="mt-3 grid grid-cols-1 gap-4 sm:ml-5">
          <div role="log" aria-label={`What happened: ${scenario.name}`}>
            <ol className="grid grid-cols-1 gap-1 text-[.94rem]">
              {run.steps.map(({ look, says }) => (
                <li key={says}>
                  <Status look={look}>{says}</Status>
                </li>
              ))}
            </ol>
          </div>
          {run.event ? (
            <div className="max-w-[46em]">
              <Fates id={run.event} />
              <p className="mt-2 text-[.92rem]">
                <Link href={placeHref(`/inbox/items/${run.event}`, place)} prefetch={false}>
                  The whole item
                </Link>
              </p>
            </div>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}

/** The desk as a scenario sees it: the same calls any consumer makes. */
function useScenarioDesk(): ScenarioDesk {
  const call = usePlaceApi()
  return useMemo(
    () => ({
      publish: (body) => call<Accepted>('POST', 'events', { body, idempotencyKey: crypto.randomUUID() }),
      find: async (type) => (await call<PageOf<ItemView>>('GET', `inbox?type=${type}&limit=1`)).data[0] ?? null,
      read: (id) => call<WholeItemView>('GET', `inbox/${id}`),
      lease: async (type) => {
        const body = { max: 1, visibility_seconds: 60, types: [type] }
        return (await call<{ data: LeasedView[] }>('POST', 'inbox/lease', { body })).data[0] ?? null
      },
      ack: (id, receipt_handle) => call('POST', `inbox/${id}/ack`, { body: { receipt_handle } }),
      bringBack: (id) => call('POST', `inbox/${id}/retry`, { body: {} }),
      pause: (ms) => new Promise((resume) => setTimeout(resume, ms)),
    }),
    [call],
  )
}
