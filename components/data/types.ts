import type { z } from 'zod'
import type { NetworkAnswer } from '@/lib/chain/schemas'
import type {
  ChallengeAnswer,
  InviteAnswer,
  LogAnswer,
  RehearsalAnswer,
  TypedDataAnswer,
} from '@/lib/challenge/schemas'

/** What the desk answers, as it comes over the wire. Types only: no schema is loaded in the browser for them. */
export type ChallengeView = z.infer<typeof ChallengeAnswer>
export type LogView = z.infer<typeof LogAnswer>
export type RehearsalView = z.infer<typeof RehearsalAnswer>
export type InviteView = z.infer<typeof InviteAnswer>
export type TypedData = z.infer<typeof TypedDataAnswer>['typed_data']
export type NetworkView = z.infer<typeof NetworkAnswer>
