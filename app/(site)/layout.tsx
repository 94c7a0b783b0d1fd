import type { ReactNode } from 'react'
import { AccountLink } from '@/components/site/account-link'
import { Frame } from '@/components/site/frame'

export default function SiteLayout({ children }: { children: ReactNode }) {
  return <Frame account={<AccountLink />}>{children}</Frame>
}
