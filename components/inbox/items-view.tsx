'use client'

import Link from 'next/link'
import { pressable } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { type Chosen, toInboxQuery } from './inbox-query'
import { ItemFilter } from './item-filter'
import { ItemTable } from './item-table'
import { LeasePanel } from './lease-panel'
import { MoreItems } from './more-items'
import { usePlace } from './place'
import { placeHref } from './place-type'
import { useItems } from './queries'
import type { ItemView, PageOf } from './types'
import { useInboxLive } from './use-inbox-live'
import { sayError } from './use-send'

type Props = {
  chosen: Chosen
  /** The first page, as the server read it. */
  drawn: PageOf<ItemView> | null
}

/** Everything in the inbox as the address narrows it, newest first; and leasing by hand. */
export function ItemsView({ chosen, types, drawn }: Props & { types: string[] }) {
  useInboxLive()
  return (
    <div className="grid grid-cols-1 gap-7">
      <LeasePanel />
      <ItemFilter path="/inbox" chosen={chosen} types={types} />
      <Items chosen={chosen} drawn={drawn} />
    </div>
  )
}

function Items({ chosen, drawn }: Props) {
  const read = toInboxQuery(chosen)
  const isGood = 'query' in read
  const list = useItems('inbox', isGood ? read.query : {}, { drawn, enabled: isGood })
  if (!isGood) return <p className="text-soft">Put right what is marked above, then press Show.</p>
  if (list.isError && !list.data) {
    return (
      <Callout look="no" title="The inbox could not be read">
        {sayError(list.error)}
      </Callout>
    )
  }
  if (!list.data) return <Waiting says="Reading the inbox" />

  const items = list.data.pages.flatMap(({ data }) => data)
  if (items.length === 0) return <NoItems isNarrowed={Object.keys(chosen).length > 0} />
  return (
    <div>
      <h2 className="sr-only">Items</h2>
      <ItemTable label="Items" items={items} />
      <MoreItems list={list} />
    </div>
  )
}

function NoItems({ isNarrowed }: { isNarrowed: boolean }) {
  const place = usePlace()
  if (isNarrowed) {
    return (
      <Empty
        title="None like this"
        action={
          <Link href={placeHref('/inbox', place)} prefetch={false} className={pressable()}>
            Show all of them
          </Link>
        }
      >
        <p>Nothing in the inbox fits what you chose above.</p>
      </Empty>
    )
  }
  return (
    <Empty
      title="Nothing has come in yet"
      action={
        <Link href={placeHref('/inbox/send', place)} prefetch={false} className={pressable()}>
          Send an event
        </Link>
      }
    >
      <p>
        Whatever happens to your challenges and receipts comes in here, and every event your programs publish. A program
        takes items one by one, says when it is done with each, and gets back what it did not finish.
      </p>
    </Empty>
  )
}
