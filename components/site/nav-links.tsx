'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'

export type Place = readonly [href: string, name: string]

/** The ways to go; where the page stands among them is marked. */
export function NavLinks({ places }: { places: readonly Place[] }) {
  const here = usePathname()
  return places.map(([href, name]) => (
    <Link
      key={href}
      href={href}
      prefetch={false}
      aria-current={here === href ? 'page' : here.startsWith(`${href}/`) ? 'true' : undefined}
      className="py-1 aria-[current]:decoration-2 aria-[current]:decoration-ink"
    >
      {name}
    </Link>
  ))
}
