'use client'

import { ListTrouble } from '@/components/desk/list-trouble'

export default function Trouble({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ListTrouble title="Your desk could not be read." digest={error.digest} onRetry={retry} />
}
