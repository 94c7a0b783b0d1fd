import type { z } from 'zod'
import type { Actor, UserActor } from '@/lib/context'
import type { ErrorCode } from '@/lib/errors'
import type { LimitGroup } from './rate-limit'

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type Method = (typeof METHODS)[number]

export type Params = Record<string, string | string[] | undefined>
export type RouteContext = { params: Promise<Params> | Params }

/** What Next and `server/` both call. */
export type Handler = (request: Request, context: RouteContext) => Promise<Response>
export type Route = Handler & { spec: RouteSpec }

export type Auth = 'required' | 'optional' | 'none'
export type ActorFor<A extends Auth> = A extends 'required' ? UserActor : Actor
export type MediaType = 'application/json' | '*'

/** A code, with its status where that is not the code's own: E9004 is 400, and 409 for what is not possible now. */
export type Refusal = ErrorCode | readonly [code: ErrorCode, status: number]

/** Everything a route says about itself: what runs, and what the OpenAPI document tells of it. */
export type RouteSpec = {
  /** One line, for the reference. */
  summary: string
  description?: string
  /** Section of the reference; by default the first segment after /api/v1. */
  tag?: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** Shape of a successful answer. */
  answer?: z.ZodType
  /** Media type of an answer that is not JSON. */
  produces?: string
  /** Status of a successful answer, 200 unless said; 204 sends no body. */
  status?: 200 | 201 | 202 | 204
  /** Rate group of calls that change something; GET and HEAD count as reads. 'none' is for health. */
  limit: LimitGroup | 'none'
  /** Rate units one call costs, 1 unless said. */
  cost?: number
  /** 'required' unless said. 'optional' takes a caller without credentials, 'none' does not look. */
  auth?: Auth
  /** What an API key must be allowed. */
  scope?: string
  /** Accepts Idempotency-Key: POSTs that create. */
  idempotent?: boolean
  /** Top-level fields of the answer that are shown once and never stored for a repeat. */
  secrets?: readonly string[]
  /** What this route can be refused with beside what every route has. */
  errors?: readonly Refusal[]
  /** The 404 code of a path whose parameters have the wrong shape; E9008 unless said. */
  notFound?: ErrorCode
  /** Bytes a body may have, 256 KiB unless said. */
  maxBytes?: number
  /** The 413 code of a body with more than that; E9012 unless said. */
  tooLarge?: ErrorCode
  /** '*' takes any media type and hands over the bytes as `input.bytes`. */
  mediaType?: MediaType
}

/** A path (`/api/v1/challenges/:id`) with the methods of its route file. */
export type RouteEntry = { path: string; methods: Record<Method, Handler | Route> }
