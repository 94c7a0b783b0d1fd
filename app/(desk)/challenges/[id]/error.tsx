'use client'

import { Trouble } from '@/components/ui/trouble'

export default function ChallengeError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <Trouble title="This challenge could not be opened." digest={error.digest} onRetry={retry} />
}
