'use client'

import { Trouble } from '@/components/ui/trouble'

export default function InboxError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="The inbox could not be read." digest={error.digest} onRetry={retry} />
}
