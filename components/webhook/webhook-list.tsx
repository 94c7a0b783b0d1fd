'use client'

import Link from 'next/link'
import { useState } from 'react'
import { ListMore } from '@/components/desk/list-more'
import { usePlace } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { Row, Rows } from '@/components/settings/rows'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { useStale, useWebhooks } from './queries'
import { sayHealth, sayTypes } from './say-health'
import { SecretOnce } from './secret-once'
import type { NewWebhookView, PageOf, TypeView, WebhookView } from './types'
import { WebhookForm } from './webhook-form'

type Props = { drawn: PageOf<WebhookView>; types: TypeView[] }

/** The endpoints of an organization, and the form for a new one. A new secret stands above everything until it is kept. */
export function WebhookList({ drawn, types }: Props) {
  const place = usePlace()
  const stale = useStale()
  const list = useWebhooks(drawn)
  const [made, setMade] = useState<NewWebhookView | null>(null)
  const [count, setCount] = useState(0)
  const webhooks = (list.data?.pages ?? [drawn]).flatMap(({ data }) => data)
  return (
    <div className="grid grid-cols-1 gap-12">
      {made ? <Made of={made} onKept={() => setMade(null)} /> : null}
      {webhooks.length > 0 ? (
        <section aria-label="Endpoints">
          <Rows label="Endpoints">
            {webhooks.map((webhook) => (
              <WebhookRow key={webhook.id} of={webhook} />
            ))}
          </Rows>
          {list.hasNextPage ? (
            <ListMore
              href={placeHref('/webhooks', place)}
              busy={list.isFetchingNextPage}
              failed={list.isFetchNextPageError}
              onMore={() => void list.fetchNextPage()}
            />
          ) : null}
        </section>
      ) : (
        <p className="max-w-[38em] text-soft">
          No endpoints yet. Name an address of yours that takes POST requests: each event is sent there within seconds,
          signed, and again for hours while it does not answer. A program behind a firewall uses the{' '}
          <Link href={placeHref('/inbox', place)} prefetch={false}>
            inbox
          </Link>{' '}
          instead.
        </p>
      )}
      {place.role === 'reader' ? (
        <p className="text-soft">In this organization you may look, but not act.</p>
      ) : (
        <section aria-labelledby="new" className="border-line border-t pt-7">
          <h2 id="new" className="mb-5 text-[1.5rem]">
            Add an endpoint
          </h2>
          <WebhookForm<NewWebhookView>
            key={count}
            types={types}
            look={made ? 'plain' : 'next'}
            onDone={(webhook) => {
              setMade(webhook)
              setCount((before) => before + 1)
              stale()
            }}
          />
        </section>
      )}
    </div>
  )
}

function Made({ of, onKept }: { of: NewWebhookView; onKept: () => void }) {
  const place = usePlace()
  const link = (
    <Link href={placeHref(`/webhooks/${of.id}`, place)} prefetch={false} className="[overflow-wrap:anywhere]">
      {of.url}
    </Link>
  )
  if (of.secret) {
    return (
      <SecretOnce
        title="The endpoint’s secret"
        says={<>Events go to {link} from now on.</>}
        secret={of.secret}
        onKept={onKept}
      />
    )
  }
  return <p role="status">{link} was added before; rotate its secret to see one.</p>
}

function WebhookRow({ of }: { of: WebhookView }) {
  const place = usePlace()
  const { look, word, at } = sayHealth(of)
  return (
    <Row
      title={
        <Link href={placeHref(`/webhooks/${of.id}`, place)} prefetch={false}>
          {of.description || of.url}
        </Link>
      }
      says={
        <>
          {of.description ? <span className="mono block">{of.url}</span> : null}
          <span className="block">{sayTypes(of.event_types)}</span>
        </>
      }
      action={
        <span className="text-[.94rem] sm:text-right">
          <Status look={look}>{word}</Status>
          {at ? (
            <span className="block text-soft">
              {at.says} <Time at={at.time} />
            </span>
          ) : null}
        </span>
      }
    />
  )
}
