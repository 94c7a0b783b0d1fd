'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { usePlace } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'

const TABS = [
  ['/attestations', 'Sent and received'],
  ['/attestations/new', 'Issue one'],
  ['/attestations/batch', 'Issue many'],
  ['/attestations/dead', 'Dead letters'],
  ['/attestations/issuers', 'Issuers'],
] as const

/** The views of an organization’s attestations. */
export function AttestationTabs() {
  const here = usePathname()
  const place = usePlace()
  return (
    <nav aria-label="Attestations" className="mt-7 border-line border-b">
      <ul className="flex flex-wrap gap-x-6">
        {TABS.map(([href, name]) => (
          <li key={href}>
            <Link
              href={placeHref(href, place)}
              prefetch={false}
              aria-current={here === href ? 'page' : undefined}
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
