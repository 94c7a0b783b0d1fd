import { proveLeaf } from '@/lib/anchor/prove-leaf'
import type { Ctx } from '@/lib/context'
import { ensureDeskKey } from '@/lib/desk/desk-keys'
import { sealBundle } from '@/lib/desk/seal'
import { bundleBytes } from '@/lib/proof/bundle'
import { sha256Hex } from '@/lib/proof/hash'
import { loadBundle } from './load-parts'
import { requireVisible } from './require-visible'

/**
 * The receipt as one file that proves itself: exactly the canonical bytes of a `countersign.bundle/1`. Parties get what they
 * signed; others, or whoever asks for it, get its hashes. E7001 as for the receipt itself.
 */
export async function getBundle(
  ctx: Ctx,
  input: { id: string; redacted: boolean },
  request: Request,
): Promise<Response> {
  const { id, receipt, isParty } = await requireVisible(ctx, input.id)
  // A task's has nothing that is the parties' alone.
  const redacted = receipt.kind === 'challenge' && (input.redacted || !isParty)
  const bundle = await loadBundle(ctx, { id, receipt }, await proveLeaf(ctx.db, 'receipt', id), redacted)
  await ensureDeskKey(ctx)
  const bytes = bundleBytes(await sealBundle(bundle))

  const etag = `"${sha256Hex(bytes).slice(2)}"`
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="countersign-${id.slice(2, 14)}${redacted ? '-redacted' : ''}.json"`,
      etag,
    },
  })
}
