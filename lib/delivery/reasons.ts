/** Why a delivery failed or is dead: a word programs can go by, and a sentence for people. Kept as `WORD: Sentence.` */
export const REASONS = {
  TIMEOUT: 'No answer within 15 seconds.',
  CONNECTION_REFUSED: 'Nothing listens there.',
  CONNECTION_RESET: 'The connection was cut before an answer came.',
  NAME_NOT_FOUND: 'The host’s name is unknown.',
  TLS_FAILED: 'No secure connection could be made.',
  NO_ANSWER: 'No answer that could be read.',
  UNSAFE_ADDRESS: 'The address is not one the desk may send to.',
  NOT_SENT: 'There is nobody to send it to.',
  SENDER_FAILED: 'The desk failed to send it.',
  NO_CONTACT: 'There is no verified address or number to send it to.',
  NOT_A_MEMBER: 'The person does not belong to the organization any more.',
  UNSUBSCRIBED: 'The person does not want these any more.',
  TOO_MANY: 'The person was told of as many events as they are in one hour.',
  NACK: 'The consumer gave it back.',
  LEASE_EXPIRED: 'The consumer did not acknowledge it in time.',
  DEBUG: 'The event asked to fail.',
  ENDPOINT_DELETED: 'The endpoint was deleted.',
  EVENT_ERASED: 'The event was erased.',
} as const

export type ReasonWord = keyof typeof REASONS | `HTTP_${number}`

const MAX_LENGTH = 300

/** What is kept of a failure: a known word with its sentence, `NACK` with the consumer's own, anything else as it came. */
export function toReason(word: string, sentence?: string): string {
  const known = sentence ?? sentenceOf(word)
  return storable(known ? `${word}: ${known}` : word, MAX_LENGTH)
}

/** What a sender says, under its own word when it is one of ours (`TIMEOUT`, `TIMEOUT: Sentence.`), else under `word`. */
export function toSenderReason(word: ReasonWord, said: string): string {
  const { code, text } = readReason(said)
  if (sentenceOf(code) === undefined) return toReason(word, said)
  return toReason(code, text)
}

/** A kept reason as its word and its sentence. */
export function readReason(reason: string): { code: string; text: string } {
  const match = /^([A-Z][A-Z0-9_]*)(?:: (.*))?$/s.exec(reason)
  if (!match?.[1]) return { code: 'OTHER', text: reason }
  return { code: match[1], text: match[2] ?? sentenceOf(match[1]) ?? '' }
}

/** What others sent, as Postgres takes it: no NUL, no half characters, so many at most. */
export function storable(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replaceAll('\0', '\uFFFD').toWellFormed()
}

function sentenceOf(word: string): string | undefined {
  const status = /^HTTP_(\d{3})$/.exec(word)?.[1]
  if (status) return `The endpoint answered ${status}.`
  return Object.hasOwn(REASONS, word) ? REASONS[word as keyof typeof REASONS] : undefined
}
