'use client'

import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field, Input, Select } from '@/components/ui/field'
import { Progress } from '@/components/ui/progress'
import { usePlace, usePlaceApi } from './place'
import { placeHref } from './place-type'
import { useStaleInbox } from './queries'
import { type BatchState, makeBatch, sendBatch } from './send-batch'
import { TemplateOptions } from './template-options'

const MOST = 100

type Run = BatchState & { batch: string; total: number; isOver: boolean }

/** Many events at once, to see how consumers and charts take them. */
export function BatchForm() {
  const call = usePlaceApi()
  const stale = useStaleInbox()
  const [count, setCount] = useState('20')
  const [template, setTemplate] = useState('')
  const [wrong, setWrong] = useState<string>()
  const [run, setRun] = useState<Run | null>(null)
  const stopped = useRef(false)
  useEffect(() => {
    stopped.current = false
    return () => {
      stopped.current = true
    }
  }, [])

  const isBusy = run !== null && !run.isOver
  const start = async () => {
    const total = Number(count)
    const isGood = Number.isInteger(total) && total >= 1 && total <= MOST
    setWrong(isGood ? undefined : `Between 1 and ${MOST}.`)
    if (!isGood) return

    stopped.current = false
    const batch = crypto.randomUUID().slice(0, 8)
    const known = { batch, total, isOver: false }
    setRun({ ...known, accepted: 0, refused: 0, why: null })
    const state = await sendBatch(makeBatch(total, template, batch), {
      publish: (body) => call('POST', 'events', { body, idempotencyKey: crypto.randomUUID() }),
      tell: (now) => setRun({ ...known, ...now }),
      isStopped: () => stopped.current,
      pause: (ms) => new Promise((resume) => setTimeout(resume, ms)),
    })
    setRun({ ...known, ...state, isOver: true })
    stale()
  }
  return (
    <section aria-labelledby="batch">
      <h3 id="batch" className="text-[1.4rem]">
        Send many
      </h3>
      <form
        noValidate
        className="mt-4 flex flex-wrap items-start gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy) void start()
        }}
      >
        <div className="w-[9em]">
          <Field label="How many" error={wrong}>
            {(wiring) => (
              <Input {...wiring} inputMode="numeric" value={count} onChange={({ target }) => setCount(target.value)} />
            )}
          </Field>
        </div>
        <div className="min-w-0 flex-[1_1_14rem]">
          <Field label="Of what">
            {(wiring) => (
              <Select {...wiring} value={template} onChange={({ target }) => setTemplate(target.value)}>
                <option value="">All examples in turn</option>
                <TemplateOptions />
              </Select>
            )}
          </Field>
        </div>
        <div className="flex gap-2.5 self-end">
          <Button type="submit" busy={isBusy}>
            Send them
          </Button>
          {isBusy ? (
            <Button
              onClick={() => {
                stopped.current = true
              }}
            >
              Stop
            </Button>
          ) : null}
        </div>
      </form>
      <div role="status" className="mt-5 grid max-w-[46em] gap-4 empty:hidden">
        {run ? <RunState of={run} /> : null}
      </div>
    </section>
  )
}

function RunState({ of }: { of: Run }) {
  const place = usePlace()
  const { accepted, refused, total, why, batch, isOver } = of
  return (
    <>
      <Progress done={accepted + refused} total={total} label="Events sent" />
      {refused > 0 ? (
        <Callout look="no" title={`${refused} refused`}>
          {why}
        </Callout>
      ) : null}
      {isOver ? (
        <p>
          {accepted} of {total} accepted.{' '}
          <Link href={placeHref(`/inbox?metadata=batch%3D${batch}`, place)} prefetch={false}>
            See them in the inbox
          </Link>
        </p>
      ) : null}
    </>
  )
}
