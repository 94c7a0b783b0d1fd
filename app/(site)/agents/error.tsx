'use client'

import { Trouble } from '@/components/ui/trouble'

export default function PublicAgentsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="The agents could not be read." digest={error.digest} onRetry={retry} />
}
