'use client'

import { Trouble } from '@/components/ui/trouble'

export default function DeskError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="Your desk could not be read." digest={error.digest} onRetry={retry} />
}
