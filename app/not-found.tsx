import type { Metadata } from 'next'
import { SiteFrame } from '@/components/site/frame'
import { NothingHere } from '@/components/site/nothing-here'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <SiteFrame>
      <NothingHere />
    </SiteFrame>
  )
}
