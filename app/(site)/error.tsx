'use client'

import { Trouble } from '@/components/ui/trouble'

export default function SiteError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble digest={error.digest} onRetry={retry} />
}
