'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { usePlace, usePlaceApi } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { asState } from '@/components/inbox/use-send'
import { AskOnce } from '@/components/settings/ask-once'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Facts } from '@/components/ui/facts'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import { Deliveries } from './deliveries'
import { useStale, useWebhook } from './queries'
import { ReplayForm } from './replay-form'
import { sayHealth, sayTypes } from './say-health'
import { SecretOnce } from './secret-once'
import { TestButton } from './test-button'
import type { DeliveryView, NewWebhookView, PageOf, TypeView, WebhookView } from './types'
import { WebhookForm } from './webhook-form'

type Props = { drawn: WebhookView; deliveries: PageOf<DeliveryView>; types: TypeView[] }

/** One endpoint, until it is deleted here: then nothing asks for it any more. */
export function WebhookPage(props: Props) {
  const [isGone, setGone] = useState(false)
  if (isGone) return <Waiting says="Back to the other endpoints" />
  return <OneWebhook {...props} onGone={() => setGone(true)} />
}

/** How it is, what can be done with it, and everything sent to it. */
function OneWebhook({ drawn, deliveries, types, onGone }: Props & { onGone: () => void }) {
  const of = useWebhook(drawn)
  const place = usePlace()
  const [secret, setSecret] = useState<NewWebhookView | null>(null)
  const mayAct = place.role !== 'reader'
  const health = sayHealth(of)
  return (
    <div className="grid grid-cols-1 gap-10">
      {secret?.secret ? (
        <SecretOnce
          title="The new secret"
          says={<BothUntil of={secret} />}
          secret={secret.secret}
          onKept={() => setSecret(null)}
        />
      ) : null}
      <section aria-label="How it is" className="grid grid-cols-1 gap-5">
        <div>
          <p className="text-[1.08rem]">
            <Status look={health.look}>{health.word}</Status>
          </p>
          <p className="mt-1 max-w-[44em] text-soft">
            {health.says}{' '}
            {health.at ? (
              <>
                {health.at.says} <Time at={health.at.time} />.
              </>
            ) : null}
          </p>
        </div>
        <Facts
          rows={[
            [
              'URL',
              <code key="url" className="mono">
                {of.url}
              </code>,
            ],
            [
              'Events',
              <span key="types" className="[overflow-wrap:anywhere]">
                {sayTypes(of.event_types)}
              </span>,
            ],
            ['At the same time', of.concurrency],
            ...(of.previous_secret_until ? ([['Old secret', <BothUntil key="old" of={of} />]] as const) : []),
            ['Added', <Time key="added" at={of.created_at} />],
          ]}
        />
        {mayAct ? <Acts of={of} types={types} onSecret={setSecret} onGone={onGone} /> : null}
      </section>
      <Deliveries of={of} drawn={deliveries} mayAct={mayAct} />
      {mayAct ? <ReplayForm of={of} /> : null}
    </div>
  )
}

function BothUntil({ of }: { of: WebhookView }) {
  if (!of.previous_secret_until) return null
  return (
    <>
      Deliveries carry a signature of both secrets until <Time at={of.previous_secret_until} />; then the old one ends.
    </>
  )
}

type ActsProps = {
  of: WebhookView
  types: TypeView[]
  onSecret: (of: NewWebhookView) => void
  onGone: () => void
}

function Acts({ of, types, onSecret, onGone }: ActsProps) {
  const call = usePlaceApi()
  const place = usePlace()
  const router = useRouter()
  const toast = useToast()
  const stale = useStale()
  const client = useQueryClient()
  const [editing, setEditing] = useState(false)
  const isOn = of.status === 'ACTIVE'
  const patch = (body: object) => asState(call<WebhookView>('PATCH', `webhooks/${of.id}`, { body }))
  return (
    <div className="flex flex-wrap items-start gap-2.5">
      <TestButton of={of} />
      <Button className="min-h-9! px-3! py-1!" onClick={() => setEditing(true)}>
        Change it
      </Button>
      <AskOnce
        label={isOn ? 'Pause' : 'Switch on'}
        of="this endpoint"
        title={isOn ? 'Pause this endpoint' : 'Switch this endpoint on'}
        says={
          isOn
            ? 'Nothing is sent to it until you switch it on. What is already on its way waits until then; what happens meanwhile you can send again as missed.'
            : 'What waits for it is sent now, and what comes from now on. What it missed while it was off you can send again below.'
        }
        action={isOn ? 'Pause it' : 'Switch it on'}
        run={() => patch({ enabled: !isOn })}
        done={isOn ? 'The endpoint is paused' : 'The endpoint is on'}
        onDone={stale}
      />
      <AskOnce
        label="Rotate the secret"
        of="of this endpoint"
        title="A new secret for this endpoint"
        says="For 24 hours every delivery carries a signature by each of both secrets, so that your program can change over. Then the old one ends."
        action="Rotate it"
        run={() =>
          asState(call<NewWebhookView>('POST', `webhooks/${of.id}/rotate`, { idempotencyKey: crypto.randomUUID() }))
        }
        done="The endpoint has a new secret"
        onDone={(result) => {
          stale()
          if (result) onSecret(result)
        }}
      />
      <AskOnce
        label="Delete"
        of="this endpoint"
        title="Delete this endpoint"
        says="Nothing is sent to it any more, and what still waits for it is given up. Its deliveries can no longer be seen. This cannot be undone."
        action="Delete it"
        run={() => asState(call('DELETE', `webhooks/${of.id}`).then(() => null))}
        done="The endpoint is deleted"
        onDone={() => {
          onGone()
          void client.invalidateQueries({ queryKey: ['webhooks'] })
          router.push(placeHref('/webhooks', place))
        }}
      />
      <Dialog open={editing} onOpenChange={setEditing} title="Change this endpoint" wide>
        <WebhookForm<WebhookView>
          of={of}
          types={types}
          onDone={() => {
            setEditing(false)
            stale()
            toast({ title: 'The endpoint is changed' })
          }}
        />
      </Dialog>
    </div>
  )
}

/** The way back to the others. */
export function AllWebhooks() {
  return (
    <p className="mt-1 text-[.94rem]">
      <Link href={placeHref('/webhooks', usePlace())} prefetch={false}>
        All endpoints
      </Link>
    </p>
  )
}
