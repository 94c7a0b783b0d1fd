'use client'

import { usePlaceApi } from '@/components/inbox/place'
import { TextBox } from '@/components/inbox/text-box'
import { useSend } from '@/components/inbox/use-send'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useStale } from './queries'
import { sayReason } from './say-delivery'
import type { TestView, WebhookView } from './types'

/** Sends an event of its own to this endpoint alone, now, and shows what came back. */
export function TestButton({ of }: { of: WebhookView }) {
  const call = usePlaceApi()
  const stale = useStale()
  const test = useSend(
    (_: null, idempotencyKey) => call<TestView>('POST', `webhooks/${of.id}/test`, { idempotencyKey }),
    stale,
  )
  return (
    <div className="contents">
      <Button className="min-h-9! px-3! py-1!" busy={test.busy} onClick={() => test.send(null)}>
        Send a test
      </Button>
      <div role="status" className="order-last w-full empty:hidden">
        {test.result ? <TestAnswer of={test.result} /> : null}
      </div>
      {test.refusal ? (
        <div className="order-last w-full">
          <Trouble title="Nothing was sent" refusal={test.refusal} />
        </div>
      ) : null}
    </div>
  )
}

function TestAnswer({ of }: { of: TestView }) {
  return (
    <div className="grid grid-cols-1 gap-3 pt-2">
      <Callout look={of.delivered ? 'ok' : 'no'} title={of.delivered ? 'It took the test' : 'It did not take the test'}>
        {of.status === null
          ? `${sayReason(of.reason) ?? 'It did not answer.'} (${of.duration_ms} ms)`
          : `It answered ${of.status} after ${of.duration_ms} ms.`}
      </Callout>
      {of.answer ? <TextBox label="What it answered">{of.answer}</TextBox> : null}
    </div>
  )
}
