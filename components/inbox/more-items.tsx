'use client'

import { Button } from '@/components/ui/button'

type Props = {
  list: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    fetchNextPage: () => unknown
  }
}

/** More of the same list, page by page. */
export function MoreItems({ list }: Props) {
  if (!list.hasNextPage) return null
  return (
    <div className="mt-6">
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {list.isFetchNextPageError ? 'Try again' : 'Older'}
      </Button>
      <p role="status" className="mt-2 text-soft empty:hidden">
        {list.isFetchNextPageError ? 'The older ones could not be read.' : null}
      </p>
    </div>
  )
}
