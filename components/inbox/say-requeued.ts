import type { RequeuedView } from './types'

const LEFT_OUT: Record<RequeuedView['left_out'][number]['reason'], string> = {
  LIMIT: 'brought back three times already: an owner or admin may do it',
  NOT_DEAD: 'no dead letter any more',
  NOT_FOUND: 'not there any more',
  OTHER_TYPE: 'of another type',
}

/** Pure: what came of bringing dead letters back. */
export function sayRequeued({ requeued, left_out }: RequeuedView): { look: 'ok' | 'wait'; says: string } {
  const done =
    requeued === 1
      ? 'One is back in the inbox.'
      : `${requeued || 'None'} ${requeued === 0 ? 'is' : 'are'} back in the inbox.`
  const left = left_out.map(({ reason, count }) => `${count} stayed: ${LEFT_OUT[reason]}.`)
  return { look: left.length > 0 ? 'wait' : 'ok', says: [done, ...left].join(' ') }
}
