'use client'

import Link from 'next/link'
import { Time } from '@/components/ui/time'
import { useTitle } from './queries'
import type { News } from './say-news'

/** What happened lately, in words. */
export function NewsList({ news, titles }: { news: readonly News[]; titles: Record<string, string> }) {
  return (
    <ol className="border-line border-b">
      {news.map((item) => (
        <NewsRow key={item.id} item={item} titles={titles} />
      ))}
    </ol>
  )
}

function NewsRow({
  item: { at, says, challengeId, receiptId, about },
  titles,
}: {
  item: News
  titles: Record<string, string>
}) {
  const title = useTitle(challengeId, titles)
  const receipt = receiptId ? `/proof/${receiptId}` : null
  return (
    <li className="border-line border-t py-3 text-[.92rem]">
      <p className="[overflow-wrap:anywhere]">
        {about ? (
          <Link href={about.href} prefetch={false}>
            {about.name}
          </Link>
        ) : challengeId ? (
          <Link href={`/challenges/${challengeId}`} prefetch={false}>
            {title ?? 'A challenge'}
          </Link>
        ) : receipt ? (
          <Link href={receipt} prefetch={false}>
            A receipt
          </Link>
        ) : (
          'Something'
        )}
        : {says}
        {challengeId && receipt ? (
          <>
            {'. '}
            <Link href={receipt} prefetch={false}>
              Receipt
            </Link>
          </>
        ) : null}
      </p>
      <p className="mt-0.5 text-[.86rem] text-soft">
        <Time at={at} />
      </p>
    </li>
  )
}
