import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { routes } from '@/app/api/routes'
import { RESPONSE_CLASS } from '@/lib/http/answer'
import { createApi } from './api'

/**
 * The API as a listener. Hono's swaps the global Request and Response for lighter ones. Next keeps the real ones; ours
 * use the light Response through a symbol.
 */
export function apiListener(): RequestListener {
  const { Request: request, Response: response } = globalThis
  const listener = getRequestListener(createApi(routes).fetch)
  Object.assign(globalThis, { [RESPONSE_CLASS]: globalThis.Response })
  Object.assign(globalThis, { Request: request, Response: response })
  return listener as RequestListener
}
