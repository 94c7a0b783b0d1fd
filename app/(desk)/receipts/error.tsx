'use client'

import { Trouble } from '@/components/ui/trouble'

export default function ReceiptsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="The receipts could not be read." digest={error.digest} onRetry={retry} />
}
