import type { Metadata } from 'next'
import { InboxFrame } from '@/components/inbox/inbox-frame'
import { type PlaceParams, readPlace } from '@/components/inbox/read-place'
import { SendView } from '@/components/inbox/send-view'
import { SignedOut } from '@/components/wallet/signed-out'

export const metadata: Metadata = { title: 'Send an event, inbox' }

export default async function SendPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  const seen = await readPlace(await searchParams)
  if (!seen) return <SignedOut title="Sign in to send an event" />
  return (
    <InboxFrame
      seen={seen}
      title="Send an event"
      lead="An event of your own goes into the same log as those of the desk, and to every endpoint that wants its type."
    >
      <SendView />
    </InboxFrame>
  )
}
