import type { Count } from '@/lib/desk/count-desk'

const WHOLE = new Intl.NumberFormat('en-US')
const ROUND = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 })

/** Pure: `1,240` where it was counted, `about 1,200,000` where it is estimated. */
export function sayCount({ count, exact }: Count): string {
  return exact ? WHOLE.format(count) : `about ${ROUND.format(count)}`
}
