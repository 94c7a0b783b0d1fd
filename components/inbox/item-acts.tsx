'use client'

import { Trouble } from '@/components/settings/trouble'
import { Button, type Look } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { useLeases } from './lease-store'
import { usePlace, usePlaceApi } from './place'
import { useStaleInbox } from './queries'
import type { ItemView } from './types'
import { useSend } from './use-send'

export type Act = 'ack' | 'nack' | 'retry'

const DONE: Record<Act, string> = {
  ack: 'Acknowledged: it is done with',
  nack: 'Given back: it can be leased again',
  retry: 'It can be leased again',
}

/** Ends or returns one item. The handle of this window goes along where it has one; one that is no longer good is dropped. */
export function useItemAct(id: string) {
  const call = usePlaceApi()
  const toast = useToast()
  const stale = useStaleInbox()
  const { leases, drop } = useLeases()
  const handle = leases[id]?.handle
  const { send, busy, refusal } = useSend(
    (act: Act) =>
      call('POST', `inbox/${id}/${act}`, { body: handle && act !== 'retry' ? { receipt_handle: handle } : {} }),
    (_, act) => {
      drop(id)
      stale()
      toast({ title: DONE[act] })
    },
  )
  return { act: send, busy, refusal, isMine: handle !== undefined }
}

type Props = {
  item: Pick<ItemView, 'id' | 'type' | 'status' | 'attempt_count' | 'leased_until' | 'visible_at'>
  /** Of the first button. */
  look?: Look
  small?: boolean
}

/** What the viewer may do with an item as it stands. */
export function ItemActs({ item, look = 'plain', small = false }: Props) {
  const place = usePlace()
  const { act, busy, refusal, isMine } = useItemAct(item.id)
  const { drop } = useLeases()
  if (place.role === 'reader') return null

  const isOpen = item.status === 'PENDING' || item.status === 'RETRYING'
  const size = small ? 'min-h-9! px-3! py-1!' : ''
  const waits = isOpen && !item.leased_until && item.visible_at !== null && Date.parse(item.visible_at) > Date.now()
  const mayAck = isMine || (item.attempt_count === 0 && item.leased_until === null)
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap gap-2.5 empty:hidden">
        {isOpen && mayAck ? (
          <Button className={size} look={look} busy={busy} onClick={() => act('ack')}>
            Acknowledge
            <span className="sr-only"> {item.type}</span>
          </Button>
        ) : null}
        {isOpen && isMine ? (
          <Button className={size} busy={busy} onClick={() => act('nack')}>
            Give back
            <span className="sr-only"> {item.type}</span>
          </Button>
        ) : null}
        {waits ? (
          <Button className={size} busy={busy} onClick={() => act('retry')}>
            Let it be leased now
            <span className="sr-only"> {item.type}</span>
          </Button>
        ) : null}
        {item.status === 'DEAD' ? (
          <Button className={size} look={look} busy={busy} onClick={() => act('retry')}>
            Bring it back
            <span className="sr-only"> {item.type}</span>
          </Button>
        ) : null}
        {isMine && !isOpen ? (
          <Button className={size} onClick={() => drop(item.id)}>
            Forget the lease
          </Button>
        ) : null}
      </div>
      <Trouble
        title={refusal?.code === 'E6005' ? 'The lease is over, or another one is newer' : 'Nothing was changed'}
        refusal={refusal}
      />
    </div>
  )
}
