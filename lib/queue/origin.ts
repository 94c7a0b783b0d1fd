/** Which call or job asked for a job: kept beside its payload as `_origin`. */
export type Origin = { request_id: string; traceparent?: string | undefined }

/** Pure: a job's payload and, where it says so, its origin. */
export function splitOrigin(raw: unknown): { payload: unknown; origin: Origin | null } {
  if (typeof raw !== 'object' || raw === null || !('_origin' in raw)) return { payload: raw, origin: null }

  const { _origin, ...payload } = raw
  return { payload, origin: isOrigin(_origin) ? _origin : null }
}

function isOrigin(value: unknown): value is Origin {
  return typeof value === 'object' && value !== null && 'request_id' in value && typeof value.request_id === 'string'
}
