'use client'

import { Trouble } from '@/components/ui/trouble'

export default function AgentsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="The agent could not be read." digest={error.digest} onRetry={retry} />
}
