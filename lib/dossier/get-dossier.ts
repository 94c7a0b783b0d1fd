import { Readable } from 'node:stream'
import { drawQr } from '@/components/proof/qr'
import { drawRosette } from '@/components/proof/rosette-geometry'
import { headReceipt, sayReceipt } from '@/components/proof/say-receipt'
import { sayTime } from '@/components/proof/say-time'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { getProof, type Proof } from '@/lib/receipt/get-proof'
import { inTurn } from '@/lib/turns'
import type { DossierPage } from './document'
import { buildSections, type Section } from './dossier'
import { rosettePaths } from './rosette-path'
import type { DossierKind } from './schemas'
import { findWritten } from './store'

const KINDS: Record<DossierKind, string> = { evidence: 'Evidence', dispute: 'Judgement', full: 'Dossier' }

/** Laying out pages is work for this very thread: one after the other. */
const MOST_WAITING = 16
const TOO_MANY = 'Too many dossiers are being printed here. Try again in a minute.'

/**
 * What is on record of a receipt, on paper. Parties of a challenge find what they agreed on in theirs; nobody else does.
 * E7001 as for the receipt itself.
 */
export async function getDossier(ctx: Ctx, { id, kind }: { id: string; kind: DossierKind }): Promise<Response> {
  const proof = await getProof(ctx, { id })
  const { isParty, bundle } = proof
  const isOwn = isParty && bundle.receipt.kind === 'challenge' && kind !== 'dispute'
  const written = isOwn ? await findWritten(ctx.db, bundle.receipt.subject) : null
  const { makeShowable, printDossier } = await import('./print')
  const [show, sections] = [await makeShowable(), buildSections({ ...proof, kind, written })]
  const page = toPage(proof, sections.map(shownBy(show)), { kind, now: ctx.now })

  const stream = await inTurn('dossier', { atOnce: 1, waiting: MOST_WAITING }, TOO_MANY, () =>
    printDossier(page, proof.id),
  )
  return new Response(Readable.toWeb(Readable.from(stream)) as ReadableStream, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="countersign-${proof.id.slice(2, 14)}-${kind}.pdf"`,
      'cache-control': 'private, no-store',
    },
  })
}

function toPage(
  { id, bundle }: Proof,
  sections: Section[],
  { kind, now }: { kind: DossierKind; now: Date },
): DossierPage {
  const address = `${env().APP_URL}/proof/${id}`
  return {
    heading: headReceipt(bundle.receipt, bundle.verdict),
    label: `${KINDS[kind]} of a receipt, as of ${sayTime(now.toISOString())}`,
    says: sayReceipt(bundle),
    sections,
    address,
    rosette: rosettePaths(drawRosette(id)),
    qr: drawQr(address, 'M'),
    madeAt: now,
  }
}

/** Letters the faces lack, and whatever moves a cursor or turns a line around, are shown as signs of their own. */
function shownBy(show: (text: string) => string): (section: Section) => Section {
  const clean = (text: string) =>
    text
      .split('\n')
      .map((line) => show(line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')))
      .join('\n')
  return ({ heading, says, rows }) => ({
    heading: clean(heading),
    ...(says ? { says: clean(says) } : {}),
    rows: rows.map((row) => ({ ...row, name: clean(row.name), value: clean(row.value) })),
  })
}
