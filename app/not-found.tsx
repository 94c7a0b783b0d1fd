import type { Metadata } from 'next'
import { AccountLink } from '@/components/site/account-link'
import { Frame } from '@/components/site/frame'
import { NothingHere } from '@/components/site/nothing-here'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <Frame account={<AccountLink />}>
      <NothingHere />
    </Frame>
  )
}
