import { readJsonObject } from './read-json'
import { ALL_TEMPLATES, type Template } from './templates'

/** An event as it is typed. */
export type EventDraft = { type: string; subject: string; payload: string; metadata: string }
/** What `POST events` takes. */
export type EventBody = {
  type?: string
  payload: Record<string, unknown>
  metadata?: Record<string, unknown>
  debug?: { fail?: number; delay_seconds?: number; dead?: boolean }
}
export type DraftErrors = Partial<Record<keyof EventDraft, string>>

const first = ALL_TEMPLATES.find(({ type }) => type === 'order.placed')
export const FIRST_DRAFT: EventDraft = first ? toDraft(first) : { type: '', subject: '', payload: '{}', metadata: '' }

/** Pure: a template as if somebody had typed it. */
export function toDraft({ type, subject, payload, metadata }: Template): EventDraft {
  return { type, subject, payload: pretty(payload), metadata: metadata ? pretty(metadata) : '' }
}

/** Pure: what is sent, or what is wrong in which field. The subject travels in the metadata. */
export function toBody(draft: EventDraft): { body: EventBody } | { errors: DraftErrors } {
  const payload = readJsonObject(draft.payload)
  const metadata = draft.metadata.trim() === '' ? { value: {} } : readJsonObject(draft.metadata)
  if ('error' in payload || 'error' in metadata) {
    return {
      errors: {
        ...('error' in payload ? { payload: payload.error } : {}),
        ...('error' in metadata ? { metadata: metadata.error } : {}),
      },
    }
  }
  const type = draft.type.trim()
  const subject = draft.subject.trim()
  const told = subject ? { ...metadata.value, subject } : metadata.value
  return {
    body: {
      ...(type ? { type } : {}),
      payload: payload.value,
      ...(Object.keys(told).length > 0 ? { metadata: told } : {}),
    },
  }
}

function pretty(value: object): string {
  return JSON.stringify(value, null, 2)
}
