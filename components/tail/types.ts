import type { z } from 'zod'
import type { LEVELS, LineAnswer, LinesAnswer } from '@/lib/tail/schemas'

/** What the desk answers about the live tail. Types only: no schema is loaded in the browser for them. */
export type TailLine = LineAnswer
export type TailPage = z.infer<typeof LinesAnswer>
export type Level = (typeof LEVELS)[number]
/** What the tail is narrowed by; an empty text is none. */
export type TailFilter = { level: Level; text: string; request_id: string }
