'use client'

import { useState } from 'react'
import { AskOnce } from '@/components/settings/ask-once'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { DeadTable } from './dead-table'
import type { Chosen } from './inbox-query'
import { ItemFilter } from './item-filter'
import { MoreItems } from './more-items'
import { usePlace, usePlaceApi } from './place'
import { useItems, useStaleInbox } from './queries'
import { requeueAll, requeueThese } from './requeue'
import { sayRequeued } from './say-requeued'
import type { ItemView, PageOf } from './types'
import { useInboxLive } from './use-inbox-live'
import { asState, sayError, useSend } from './use-send'

type ViewProps = { chosen: Chosen; types: string[]; drawn: PageOf<ItemView> | null }

/** What failed too often: with the reason, to be brought back one by one, many at once, or all. */
export function DeadView({ chosen, types, drawn }: ViewProps) {
  useInboxLive()
  const list = useItems('inbox/dead', chosen.type ? { type: chosen.type } : {}, { drawn })
  return (
    <div className="grid grid-cols-1 gap-7">
      <ItemFilter path="/inbox/dead" chosen={chosen} types={types} />
      {list.isError && !list.data ? (
        <Callout look="no" title="The dead letters could not be read">
          {sayError(list.error)}
        </Callout>
      ) : null}
      {list.isPending ? <Waiting says="Reading the dead letters" /> : null}
      {list.data ? (
        <DeadLetters items={list.data.pages.flatMap(({ data }) => data)} list={list} type={chosen.type} />
      ) : null}
    </div>
  )
}

type Props = { items: ItemView[]; list: ReturnType<typeof useItems>; type: string | undefined }

function DeadLetters({ items, list, type }: Props) {
  const place = usePlace()
  const call = usePlaceApi()
  const stale = useStaleInbox()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { send, busy, refusal, result } = useSend(
    (ids: string[]) => requeueThese(call, ids),
    () => {
      setChosen(new Set())
      stale()
    },
  )
  const said = result && !busy && !refusal ? sayRequeued(result) : null
  const mayAct = place.role !== 'reader'
  const ids = items.filter(({ id }) => chosen.has(id)).map(({ id }) => id)
  return (
    <>
      <div role="status" className="empty:hidden">
        {said ? <Callout look={said.look}>{said.says}</Callout> : null}
      </div>
      {items.length === 0 ? (
        <Empty title={type ? 'None of this type' : 'No dead letters'}>
          <p>
            An item lands here with its reason once it has failed four times: given back by its consumer, or not
            acknowledged in time. You can then bring it back.
          </p>
        </Empty>
      ) : (
        <div className="grid grid-cols-1 gap-5">
          {mayAct ? (
            <div className="flex flex-wrap items-start gap-2.5">
              <Button
                className="min-h-9! px-3! py-1!"
                look={ids.length > 0 ? 'next' : 'plain'}
                busy={busy}
                disabled={ids.length === 0}
                onClick={() => send(ids)}
              >
                {ids.length === 0 ? 'Bring back those you tick' : `Bring back ${ids.length}`}
              </Button>
              <BringBackAll type={type} />
              {place.role === 'owner' || place.role === 'admin' ? <Purge /> : null}
            </div>
          ) : null}
          <Trouble title="Nothing was brought back" refusal={refusal} />
          <DeadTable items={items} chosen={chosen} onChoose={setChosen} mayAct={mayAct} />
          <MoreItems list={list} />
        </div>
      )}
    </>
  )
}

function BringBackAll({ type }: { type: string | undefined }) {
  const call = usePlaceApi()
  const stale = useStaleInbox()
  const [says, setSays] = useState('')
  return (
    <>
      <AskOnce
        label={type ? 'Bring back all of this type' : 'Bring back all'}
        of="dead letters"
        title={type ? `Bring back every dead letter of ${type}` : 'Bring back every dead letter'}
        says="They wait in the inbox again, the oldest of each subject first, with no failures counted. Those brought back three times before stay, unless you are an owner or admin."
        action="Bring them back"
        run={() => asState(requeueAll(call, type))}
        done="The dead letters were brought back"
        onDone={(result) => {
          stale()
          if (result) setSays(sayRequeued(result).says)
        }}
      />
      <p role="status" className="w-full text-[.94rem] text-soft empty:hidden">
        {says}
      </p>
    </>
  )
}

function Purge() {
  const call = usePlaceApi()
  const stale = useStaleInbox()
  return (
    <AskOnce
      label="Delete all"
      of="dead letters"
      title="Delete every dead letter"
      says="All dead letters of this inbox are deleted for good, of every type, and can never be brought back. The events stay in the log. The audit log keeps that you did it."
      action="Delete them"
      run={() => asState(call('POST', 'inbox/purge', { body: { status: ['DEAD'] } }))}
      done="The dead letters are deleted"
      onDone={stale}
    />
  )
}
