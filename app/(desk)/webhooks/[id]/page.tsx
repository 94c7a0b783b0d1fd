import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { toWire } from '@/components/data/to-wire'
import { PlaceProvider } from '@/components/inbox/place'
import { type PlaceParams, readPlace, type Seen } from '@/components/inbox/read-place'
import { SignedOut } from '@/components/wallet/signed-out'
import { listTypes } from '@/components/webhook/list-types'
import { orSwitchedOff } from '@/components/webhook/or-switched-off'
import type { DeliveryView, PageOf, WebhookView } from '@/components/webhook/types'
import { AllWebhooks, WebhookPage } from '@/components/webhook/webhook-page'
import { isAppError } from '@/lib/errors'
import { isId } from '@/lib/id'
import { getWebhook } from '@/lib/webhook/get'
import { listWebhookDeliveries } from '@/lib/webhook/list-deliveries'

export const metadata: Metadata = { title: 'Webhook' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PlaceParams> }

export default async function OneWebhookPage({ params, searchParams }: Props) {
  const seen = await readPlace(await searchParams)
  if (!seen) return <SignedOut title="Sign in to see this webhook" />

  const { id } = await params
  if (!isId(id)) notFound()
  return orSwitchedOff(async () => {
    const { webhook, deliveries } = await read(seen, id)
    return (
      <PlaceProvider place={seen.place} of={seen.ctx.actor.wallet.address}>
        <div className="pt-10">
          <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">
            {webhook.description || new URL(webhook.url).host}
          </h1>
          <AllWebhooks />
          <div className="mt-8">
            <WebhookPage key={id} drawn={webhook} deliveries={deliveries} types={listTypes()} />
          </div>
        </div>
      </PlaceProvider>
    )
  })
}

type Read = { webhook: WebhookView; deliveries: PageOf<DeliveryView> }

async function read({ ctx }: Seen, id: string): Promise<Read> {
  try {
    const [webhook, deliveries] = await Promise.all([
      getWebhook(ctx, { id }),
      listWebhookDeliveries(ctx, { id, limit: 20 }),
    ])
    return toWire<Read>({ webhook, deliveries })
  } catch (error) {
    if (isAppError(error, 'E6002')) notFound()
    throw error
  }
}
