/** `GET me/notifications` as it comes over the wire. */
export type NotificationsView = {
  organization_id: string
  email: ContactView | null
  phone: ContactView | null
  choices: { type: string; email: boolean; sms: boolean }[]
  types: { type: string; description: string }[]
  channels: Record<ContactChannel, 'sent' | 'kept' | 'off'>
}
export type ContactView = { address_hint: string; verified: boolean; code_expires_at: string | null }
export type ContactChannel = 'email' | 'phone'

/** What most people want to hear of, in their words. The others are below them. */
const FIRST: readonly (readonly [type: string, says: string])[] = [
  ['challenge.turn', 'It is your turn: to sign, deposit, answer, decide or vote'],
  ['challenge.deadline_near', 'Little time is left, and what happens then'],
  ['challenge.accepted', 'Both sides have signed'],
  ['challenge.disputed', 'One side disputes'],
  ['challenge.completed', 'It ended, with a receipt'],
  ['challenge.expired', 'A deadline passed'],
  ['challenge.cancelled', 'It was called off'],
  ['bond.released', 'A bond can be taken out'],
  ['endpoint.disabled', 'A webhook is not sent to any more'],
  ['*', 'Everything that happens'],
]
/** Sent by hand, or by the desk to see whether somebody answers. */
const NEVER = new Set(['endpoint.test', 'endpoint.probe'])

export type ChoiceRow = { type: string; says: string; email: boolean; sms: boolean }

/** Pure: the rows to tick: first what most people want, then the rest; what was chosen over the API is never lost. */
export function choiceRows({ choices, types }: Pick<NotificationsView, 'choices' | 'types'>) {
  const chosen = new Map(choices.map((choice) => [choice.type, choice]))
  const toRow = (type: string, says: string): ChoiceRow => ({
    type,
    says,
    email: chosen.get(type)?.email ?? false,
    sms: chosen.get(type)?.sms ?? false,
  })
  const first = FIRST.map(([type, says]) => toRow(type, says))
  const known = new Set([...FIRST.map(([type]) => type), ...NEVER])
  const rest = types.filter(({ type }) => !known.has(type)).map(({ type, description }) => toRow(type, description))
  const all = new Set([...known, ...rest.map(({ type }) => type)])
  const own = choices.filter(({ type }) => !all.has(type)).map(({ type }) => toRow(type, 'Chosen over the API'))
  return { first, rest: [...own, ...rest] }
}
