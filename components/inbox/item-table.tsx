'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { useLeases } from './lease-store'
import { usePlace } from './place'
import { placeHref } from './place-type'
import { sayFailures, sayItem } from './say-item'
import type { ItemView } from './types'

/** Items of an inbox, newest first. On a phone what is less asked for stands under the type. */
export function ItemTable({ label, items }: { label: string; items: readonly ItemView[] }) {
  const { leases } = useLeases()
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th className="hidden sm:table-cell">Status</Th>
          <Th>Event</Th>
          <Th className="hidden text-right md:table-cell">Number</Th>
          <Th className="hidden sm:table-cell">Told</Th>
          <Th className="hidden text-right md:table-cell">Failures</Th>
          <Th className="hidden pr-0! md:table-cell">Leased until</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <ItemRow key={item.id} item={item} isMine={item.id in leases} />
        ))}
      </tbody>
    </Table>
  )
}

function ItemRow({ item, isMine }: { item: ItemView; isMine: boolean }) {
  const { look, word } = sayItem(item, isMine)
  return (
    <tr>
      <Td className="hidden whitespace-nowrap text-[.94rem] sm:table-cell">
        <Status look={look}>{word}</Status>
      </Td>
      <Td>
        <span className="block text-[.94rem] sm:hidden">
          <Status look={look}>{word}</Status>
        </span>
        <EventName item={item} />
        <span className="block text-[.88rem] text-soft sm:hidden">
          <Time at={item.created_at} />
        </span>
        {item.leased_until ? (
          <span className="block text-[.88rem] text-soft md:hidden">
            Leased until <Time at={item.leased_until} withDate={false} />
          </span>
        ) : null}
      </Td>
      <Td className="hidden text-right text-[.92rem] tabular-nums md:table-cell">{item.sequence}</Td>
      <Td className="hidden whitespace-nowrap text-[.92rem] sm:table-cell">
        <Time at={item.created_at} />
      </Td>
      <Td className="hidden whitespace-nowrap text-right text-[.92rem] tabular-nums md:table-cell">
        {dash(sayFailures(item.failures))}
      </Td>
      <Td className="hidden whitespace-nowrap pr-0! text-[.92rem] md:table-cell">
        {item.leased_until ? <Time at={item.leased_until} withDate={false} /> : dash('')}
      </Td>
    </tr>
  )
}

function dash(text: string): ReactNode {
  return text || <span className="text-soft">none</span>
}

/** The type leads to the item; under it what it is about. Both are others’ words, and may be long. */
export function EventName({ item: { id, type, subject } }: { item: Pick<ItemView, 'id' | 'type' | 'subject'> }) {
  const place = usePlace()
  return (
    <>
      <Link
        href={placeHref(`/inbox/items/${id}`, place)}
        prefetch={false}
        className="mono inline-block decoration-line [overflow-wrap:anywhere]"
      >
        {type}
      </Link>
      <span className="line-clamp-2 text-[.88rem] text-soft [overflow-wrap:anywhere]" title={subject}>
        {subject}
      </span>
    </>
  )
}
