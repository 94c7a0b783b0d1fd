import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { toWire } from '@/components/data/to-wire'
import { readNames } from '@/components/receipt/read-names'
import { TaskPage } from '@/components/receipt/task-page'
import type { CommitteeView, ReceiptView } from '@/components/receipt/types'
import { getCommittee } from '@/lib/committee/get-committee'
import { isAppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'
import { getReceipt } from '@/lib/receipt/get'
import { ReceiptParams } from '@/lib/receipt/schemas'

// A receipt shared by link is for those who have the link, not for search engines.
export const metadata: Metadata = { title: 'Task', robots: { index: false, follow: false } }

export default async function TaskReceiptPage({ params }: { params: Promise<{ id: string }> }) {
  const path = ReceiptParams.safeParse(await params)
  if (!path.success) notFound()
  const ctx = await pageContext()
  const receipt = await orNotFound(() => getReceipt(ctx, path.data))
  if (receipt.receipt.kind !== 'task') redirect(`/proof/${receipt.id}`)

  const [committee, names] = await Promise.all([orNotFound(() => getCommittee(ctx, path.data)), readNames(ctx)])
  const viewer = ctx.actor.kind === 'user' ? ctx.actor.wallet.address : null
  return (
    <TaskPage
      key={receipt.id}
      loaded={{ receipt: toWire<ReceiptView>(receipt), committee: toWire<CommitteeView>(committee), names, viewer }}
    />
  )
}

async function orNotFound<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (isAppError(error, 'E7001')) notFound()
    throw error
  }
}
