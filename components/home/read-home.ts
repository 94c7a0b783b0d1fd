import { unstable_rethrow } from 'next/navigation'
import { countDesk, type DeskNumbers } from '@/lib/desk/count-desk'
import { pageContext } from '@/lib/http/action'
import { log } from '@/lib/log'
import { findShownReceipt } from '@/lib/receipt/find-shown'
import type { Proof } from '@/lib/receipt/get-proof'

type Home = { numbers: DeskNumbers | null; shown: Proof | null }

/** What this desk has to show. What the page says stands without it, so a desk in trouble shows none. */
export async function readHome(): Promise<Home> {
  try {
    const ctx = await pageContext()
    const [numbers, shown] = await Promise.all([countDesk(ctx), findShownReceipt(ctx)])
    return { numbers, shown }
  } catch (err) {
    unstable_rethrow(err)
    log.warn({ err }, 'the home page could not read its desk')
    return { numbers: null, shown: null }
  }
}
