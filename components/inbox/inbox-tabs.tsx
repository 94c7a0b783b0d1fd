'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'

const TABS = [
  ['/inbox', 'Items'],
  ['/inbox/dead', 'Dead letters'],
  ['/inbox/send', 'Send'],
  ['/inbox/metrics', 'Metrics'],
  ['/inbox/tail', 'Live tail'],
] as const

/** The views of an inbox. The organization that is looked at stays the same from one to the next. */
export function InboxTabs() {
  const here = usePathname()
  const org = useSearchParams().get('org')
  return (
    <nav aria-label="Inbox" className="mt-7 border-line border-b">
      <ul className="flex flex-wrap gap-x-6">
        {TABS.map(([href, name]) => (
          <li key={href}>
            <Link
              href={org ? `${href}?org=${encodeURIComponent(org)}` : href}
              prefetch={false}
              aria-current={isHere(here, href) ? 'page' : undefined}
              className="-mb-px block border-transparent border-b-2 py-2 text-soft no-underline hover:text-ink aria-[current]:border-ink aria-[current]:font-[560] aria-[current]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** One item's page belongs to the items. */
function isHere(here: string, href: string): boolean {
  return here === href || (href === '/inbox' && here.startsWith('/inbox/items/'))
}
