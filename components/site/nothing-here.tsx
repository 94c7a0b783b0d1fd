import Link from 'next/link'
import { Notice } from '@/components/ui/notice'

export function NothingHere() {
  return (
    <Notice title="There is nothing here.">
      The address may be mistyped, or what was here is not yours to see. Go to the <Link href="/">home page</Link>, to{' '}
      <Link href="/desk">your desk</Link> or to the <Link href="/docs">documentation</Link>.
    </Notice>
  )
}
