import { z } from 'zod'

/** What somebody wants on paper: that it happened, how it was judged, or all of it. */
export const DOSSIER_KINDS = ['evidence', 'dispute', 'full'] as const
export type DossierKind = (typeof DOSSIER_KINDS)[number]

export const DossierQuery = z.object({
  kind: z.enum(DOSSIER_KINDS).default('full').meta({
    description: 'evidence: what was signed and where it stands. dispute: who judged it, and how. full: both.',
  }),
})
