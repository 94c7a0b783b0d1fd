import { config } from 'zod'
import type { Report } from '@/lib/proof/report'
import { verifyBundle } from '@/lib/proof/verify'

// zod would try whether it may compile code; the page's policy forbids that and reports the try.
config({ jitless: true })

/** Checks a bundle here, in the browser: the bytes go nowhere. Loaded when it is first asked for. */
export function verifyInPage(bytes: Uint8Array): Promise<Report> {
  return verifyBundle(bytes, { asOf: new Date() })
}
