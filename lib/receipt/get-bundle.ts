import { proveLeaf } from '@/lib/anchor/prove-leaf'
import type { Ctx } from '@/lib/context'
import { ensureDeskKey } from '@/lib/desk/desk-keys'
import { sealBundle } from '@/lib/desk/seal'
import { AppError } from '@/lib/errors'
import { bundleBytes } from '@/lib/proof/bundle'
import { sha256Hex } from '@/lib/proof/hash'
import { buildBundle } from './build-bundle'
import { loadParts } from './load-parts'
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
  if (receipt.kind !== 'challenge') throw new AppError('E9010', 'Bundles of agents’ tasks are not built yet.')

  const redacted = input.redacted || !isParty
  const [parts, inclusion] = await Promise.all([loadParts(ctx, receipt), proveLeaf(ctx.db, 'receipt', id)])
  await ensureDeskKey(ctx)
  const bytes = bundleBytes(await sealBundle(buildBundle({ ...parts, receipt, inclusion, redacted })))

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
