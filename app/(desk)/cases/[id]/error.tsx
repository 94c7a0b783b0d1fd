'use client'

import { Trouble } from '@/components/ui/trouble'

export default function CaseError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="This dispute could not be opened." digest={error.digest} onRetry={retry} />
}
