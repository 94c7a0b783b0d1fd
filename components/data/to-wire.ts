import { toJson } from '@/lib/http/json'

/** What a verb returned as it would come over the wire, so that a page can hand it to the browser as a first answer. */
export function toWire<T>(value: unknown): T {
  return JSON.parse(toJson(value)) as T
}
