'use client'

import { Trouble } from '@/components/ui/trouble'

export default function JoinError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="This invite could not be opened." digest={error.digest} onRetry={retry} />
}
