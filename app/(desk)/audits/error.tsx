'use client'

import { Trouble } from '@/components/ui/trouble'

export default function AuditsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="Your seats could not be read." digest={error.digest} onRetry={retry} />
}
