import { ChallengePath } from '@/lib/challenge/schemas'
import { MAX_FILE_BYTES } from '@/lib/evidence/limits'
import { EvidenceAnswer, UploadQuery } from '@/lib/evidence/schemas'
import { uploadEvidence } from '@/lib/evidence/upload-evidence'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Show the panel a file',
      description:
        'The body is the file itself, at most 10 MiB, of any media type. It is kept encrypted and shown to the parties and the panel only. A file the dispute did not name is added, and its hash goes into the log.',
      params: ChallengePath,
      notFound: 'E3010',
      query: UploadQuery,
      answer: EvidenceAnswer,
      status: 201,
      mediaType: '*',
      maxBytes: MAX_FILE_BYTES,
      limit: 'challenges',
      scope: 'challenges:write',
      idempotent: true,
      errors: ['E3010', 'E9008', 'E9012'],
    },
    (ctx, input) => uploadEvidence(ctx, input),
  ),
})
