import { config } from 'zod'
import type { Report } from '@/lib/proof/report'
import { verifyBundleOnline } from '@/lib/proof/verify'
import { Unreadable } from './unreadable'

// zod would try whether it may compile code; the page's policy forbids that and reports the try.
config({ jitless: true })

/**
 * Checks a bundle here, in the browser: the bytes go nowhere. Loaded when it is first asked for. With the address of a node on
 * this page's own origin, what only a chain can prove is asked of it.
 */
export async function verifyInPage(bytes: Uint8Array, node?: string): Promise<Report> {
  const chains = node ? [await openNode(node)] : []
  return withoutControls(await verifyBundleOnline(bytes, { asOf: new Date(), chains }))
}

async function openNode(path: string) {
  const { httpReader } = await import('@/lib/proof/chain-reader')
  return httpReader(new URL(path, window.location.origin).href).catch(() => {
    throw new Unreadable('The local chain did not answer. Try again.')
  })
}

/** A bundle is somebody else's text: nothing in it may turn a line around or hide a part of it. */
function withoutControls(report: Report): Report {
  const clean = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd') : value
  return JSON.parse(JSON.stringify(report), clean)
}
