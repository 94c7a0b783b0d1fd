import { routes } from '@/app/api/routes'
import { handlers } from '@/lib/http/handlers'
import { openapiText } from '@/lib/http/openapi'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'This document',
      description: 'OpenAPI 3.1, made from the schemas the calls are checked with.',
      auth: 'none',
      limit: 'none',
    },
    () =>
      new Response(openapiText(routes), {
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=60' },
      }),
  ),
})
