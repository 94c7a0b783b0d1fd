import { deleteEvidence } from '@/lib/evidence/delete-evidence'
import { getEvidence } from '@/lib/evidence/get-evidence'
import { EvidencePath } from '@/lib/evidence/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'A file shown in a dispute',
      description: 'Always as a download. For the parties and whoever sits on the panel.',
      tag: 'challenges',
      params: EvidencePath,
      produces: 'application/octet-stream',
      limit: 'challenges',
      scope: 'challenges:read',
    },
    (ctx, input) => getEvidence(ctx, input),
  ),
  DELETE: route(
    {
      summary: 'Erase a file you have shown',
      description: 'Its name and bytes are gone; its hash and size stay in the dispute.',
      tag: 'challenges',
      params: EvidencePath,
      status: 204,
      limit: 'challenges',
      scope: 'challenges:write',
    },
    (ctx, input) => deleteEvidence(ctx, input),
  ),
})
