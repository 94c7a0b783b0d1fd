import Link from 'next/link'
import { usePlace } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { RANGES, type Range } from './types'

/** Over how long the numbers go; it stands in the address. */
export function RangeLinks({ range }: { range: Range }) {
  const place = usePlace()
  return (
    <nav aria-label="Time" className="flex flex-wrap gap-x-5">
      {Object.entries(RANGES).map(([name, { words }]) => (
        <Link
          key={name}
          href={placeHref(name === '1h' ? '/inbox/metrics' : `/inbox/metrics?range=${name}`, place)}
          prefetch={false}
          scroll={false}
          aria-current={name === range ? 'page' : undefined}
          className="inline-flex min-h-7 items-center text-soft aria-[current]:font-[560] aria-[current]:text-ink aria-[current]:no-underline"
        >
          {words}
        </Link>
      ))}
    </nav>
  )
}
