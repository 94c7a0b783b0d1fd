import { config } from 'zod'
import type { Report } from '@/lib/proof/report'
import { verifyBundle } from '@/lib/proof/verify'

// zod would try whether it may compile code; the page's policy forbids that and reports the try.
config({ jitless: true })

/** Checks a bundle here, in the browser: the bytes go nowhere. Loaded when it is first asked for. */
export async function verifyInPage(bytes: Uint8Array): Promise<Report> {
  return withoutControls(await verifyBundle(bytes, { asOf: new Date() }))
}

/** A bundle is somebody else's text: nothing in it may turn a line around or hide a part of it. */
function withoutControls(report: Report): Report {
  const clean = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd') : value
  return JSON.parse(JSON.stringify(report), clean)
}
