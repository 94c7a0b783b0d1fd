import { requireCase } from '@/lib/committee/require-case'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { openBytes } from '@/lib/secret/seal'
import { findSealed, listEvidenceRows } from './store'
import { labelOf } from './upload-evidence'

/**
 * A file's bytes, for the parties and who sits on the panel. Always as a download and never as a page of ours, whatever it
 * is: the other side chose it. E9008 for everybody else, and when the bytes are not here.
 */
export async function getEvidence(ctx: Ctx, input: { id: string; evidence: string }): Promise<Response> {
  const { dispute } = await requireCase(ctx, input.id)
  const sql = sqlOver(ctx.pool)
  const file = (await listEvidenceRows(sql, dispute.id)).find(({ id }) => id === input.evidence)
  const sealed = file && (await findSealed(sql, file.id))
  if (!sealed) throw new AppError('E9008', 'This file was not uploaded, or it was erased. Its hash is all there is.')

  return new Response(openBytes('evidence', labelOf(dispute.id, file.sha256), sealed), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': dispositionOf(file.name ?? `evidence-${file.sha256.slice(2, 14)}`),
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  })
}

/** Pure: RFC 6266, with the name once in plain letters and once whole. */
export function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_').slice(0, 100)
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
