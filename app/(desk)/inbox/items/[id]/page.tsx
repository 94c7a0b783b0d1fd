import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { toWire } from '@/components/data/to-wire'
import { InboxFrame } from '@/components/inbox/inbox-frame'
import { ItemPage } from '@/components/inbox/item-page'
import { type PlaceParams, readPlace, type Seen } from '@/components/inbox/read-place'
import type { WholeItemView } from '@/components/inbox/types'
import { SignedOut } from '@/components/wallet/signed-out'
import { isAppError } from '@/lib/errors'
import { isId } from '@/lib/id'
import { getItem } from '@/lib/inbox/list-items'

export const metadata: Metadata = { title: 'Item, inbox' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PlaceParams> }

export default async function OneItemPage({ params, searchParams }: Props) {
  const seen = await readPlace(await searchParams)
  if (!seen) return <SignedOut title="Sign in to see this item" />

  const { id } = await params
  if (!isId(id)) notFound()
  const item = await read(seen, id)
  return (
    <InboxFrame seen={seen} title={item.type} path="/inbox">
      <ItemPage key={id} drawn={item} />
    </InboxFrame>
  )
}

async function read({ ctx }: Seen, id: string): Promise<WholeItemView> {
  try {
    return toWire<WholeItemView>(await getItem(ctx, { id }))
  } catch (error) {
    if (isAppError(error, 'E9008') || isAppError(error, 'E6002')) notFound()
    throw error
  }
}
