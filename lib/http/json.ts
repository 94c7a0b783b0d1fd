/**
 * The one place values become JSON: bigint → decimal string, Date → RFC 3339 in UTC with milliseconds (Date's own
 * toJSON), `undefined` fields vanish.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, bigintToText) ?? 'null'
}

function bigintToText(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
