import Link from 'next/link'
import { Notice } from '@/components/ui/notice'

export function NothingHere() {
  return (
    <Notice title="There is nothing here.">
      The address may be mistyped, or what was here is not yours to see. Go to the <Link href="/">home page</Link>, or
      to the lists of <Link href="/docs">calls</Link> and <Link href="/docs/errors">errors</Link>.
    </Notice>
  )
}
