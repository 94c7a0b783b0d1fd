'use client'

import { Trouble } from '@/components/ui/trouble'

export default function AttestationsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="The attestations could not be read." digest={error.digest} onRetry={retry} />
}
