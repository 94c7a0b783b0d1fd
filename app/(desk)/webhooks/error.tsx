'use client'

import { Trouble } from '@/components/ui/trouble'

export default function WebhooksError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="The webhooks could not be read." digest={error.digest} onRetry={retry} />
}
