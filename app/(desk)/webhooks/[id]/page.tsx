import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { toWire } from '@/components/data/to-wire'
import { PlaceProvider } from '@/components/inbox/place'
import { type PlaceParams, readPlace, type Seen } from '@/components/inbox/read-place'
import { SignedOut } from '@/components/wallet/signed-out'
import { listTypes } from '@/components/webhook/list-types'
import { orSwitchedOff } from '@/components/webhook/or-switched-off'
import type { WebhookView } from '@/components/webhook/types'
import { AllWebhooks, WebhookPage } from '@/components/webhook/webhook-page'
import { isAppError } from '@/lib/errors'
import { isId } from '@/lib/id'
import { getWebhook } from '@/lib/webhook/get'

export const metadata: Metadata = { title: 'Webhook' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PlaceParams> }

export default async function OneWebhookPage({ params, searchParams }: Props) {
  const seen = await readPlace(await searchParams)
  if (!seen) return <SignedOut title="Sign in to see this webhook" />

  const { id } = await params
  if (!isId(id)) notFound()
  return orSwitchedOff(async () => {
    const webhook = await read(seen, id)
    return (
      <PlaceProvider place={seen.place}>
        <div className="pt-10">
          <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">
            {webhook.description || new URL(webhook.url).host}
          </h1>
          <AllWebhooks />
          <div className="mt-8">
            <WebhookPage key={id} drawn={webhook} types={listTypes()} />
          </div>
        </div>
      </PlaceProvider>
    )
  })
}

async function read({ ctx }: Seen, id: string): Promise<WebhookView> {
  try {
    return toWire<WebhookView>(await getWebhook(ctx, { id }))
  } catch (error) {
    if (isAppError(error, 'E6002')) notFound()
    throw error
  }
}
