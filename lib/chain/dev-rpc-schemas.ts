import { z } from 'zod'

export const DevRpcCall = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.int(), z.string().max(64)]),
  method: z.string().max(64),
  params: z.array(z.unknown()).max(4).default([]),
})

export const DevRpcAnswer = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.int(), z.string()]),
  result: z.unknown().optional(),
  error: z.object({ code: z.int(), message: z.string(), data: z.string().optional() }).optional(),
})
