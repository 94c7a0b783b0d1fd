import type { Metadata } from 'next'
import { toWire } from '@/components/data/to-wire'
import { PlaceProvider } from '@/components/inbox/place'
import { PlacePicker } from '@/components/inbox/place-picker'
import { type PlaceParams, readPlace } from '@/components/inbox/read-place'
import { SignedOut } from '@/components/wallet/signed-out'
import { listTypes } from '@/components/webhook/list-types'
import { orSwitchedOff } from '@/components/webhook/or-switched-off'
import type { PageOf, WebhookView } from '@/components/webhook/types'
import { WebhookList } from '@/components/webhook/webhook-list'
import { listWebhooks } from '@/lib/webhook/list'

export const metadata: Metadata = { title: 'Webhooks' }

export default async function WebhooksPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  const seen = await readPlace(await searchParams)
  if (!seen) {
    return (
      <SignedOut
        title="Your webhooks"
        says="Every event, sent to an address of yours within seconds: signed, and again while it does not answer. Sign in to set one up."
      />
    )
  }
  const { ctx, place, places } = seen
  return orSwitchedOff(async () => {
    const page = toWire<PageOf<WebhookView>>(await listWebhooks(ctx, { limit: 50 }))
    return (
      <PlaceProvider place={place} of={ctx.actor.wallet.address}>
        <div className="pt-10">
          <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Webhooks</h1>
            <PlacePicker places={places} />
          </div>
          <p className="mt-2 mb-8 max-w-[44em] text-soft">
            Events are sent to addresses of yours, signed by Standard Webhooks. What is not answered is tried eight
            times over more than thirteen hours, and every try can be seen.
          </p>
          <WebhookList key={place.id} drawn={page} types={listTypes()} />
        </div>
      </PlaceProvider>
    )
  })
}
