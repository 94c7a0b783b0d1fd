/** JSON Schema of `Problem`, for the OpenAPI document. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'An error (RFC 9457). `type` is a page that explains the code.',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do about it.' },
    code: { type: 'string', pattern: '^E[0-9]{4}$' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
