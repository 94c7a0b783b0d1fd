import { anchorPlace } from '@/lib/anchor/close-batch'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { caip2 } from '@/lib/proof/chains'
import type { DeskKeys } from '@/lib/proof/desk-keys'
import { ensureDeskKey } from './desk-keys'
import { listDeskKeys } from './store'

const CACHE_SECONDS = 300

type DeskDocument = DeskKeys & {
  /** Where bundles are anchored. */
  anchor: { chain_id: string; eas: string | null }
  api: string
}

/** `/.well-known/countersign.json`: by which keys this desk's bundles are sealed and where they are anchored; for anybody. */
export async function getDeskDocument(ctx: Ctx): Promise<Response> {
  await ensureDeskKey(ctx)
  const keys = await listDeskKeys(ctx.db)
  const chainId = env().ANCHOR_CHAIN
  const document = {
    v: 'countersign.keys/1',
    keys: keys.map(({ address, since, signedBy, signature }) => ({
      address,
      since: since.toISOString(),
      signed_by: signedBy,
      signature,
    })),
    anchor: { chain_id: caip2(chainId), eas: anchorPlace()?.eas ?? null },
    api: `${env().APP_URL}/api/v1`,
  } as DeskDocument

  return Response.json(document, {
    headers: { 'cache-control': `public, max-age=${CACHE_SECONDS}`, 'access-control-allow-origin': '*' },
  })
}
