'use client'

import { Trouble } from '@/components/ui/trouble'

type Props = { error: Error & { digest?: string }; retry: () => void }

export default function PageError({ error, retry }: Props) {
  return <Trouble digest={error.digest} onRetry={retry} />
}
