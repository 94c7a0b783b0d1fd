/** One entry, as pages get it. */
export type AuditLine = {
  organization_id: string
  sequence: number
  at: string
  actor: string
  action: string
  target: string | null
  allowed: boolean
  details: Record<string, unknown>
  request_id: string | null
  previous_hash: string
  hash: string
}

const WORDS: Record<string, string> = {
  'account.erased': 'erased the account',
  'account.exported': 'downloaded the account’s data',
  'api_key.created': 'made an API key',
  'api_key.revoked': 'revoked an API key',
  'api_key.rotated': 'gave an API key a new secret',
  'contact.added': 'added an address to be written to',
  'contact.changed': 'changed an address to be written to',
  'contact.removed': 'took away an address to be written to',
  'contact.verified': 'verified an address to be written to',
  'delivery.requeued': 'brought dead deliveries back',
  'flag.reset': 'left a switch of the desk to its environment',
  'flag.set': 'set a switch of the desk',
  'inbox.purged': 'emptied a part of the inbox',
  'inbox.requeued': 'brought dead items of the inbox back',
  'job.retried': 'had a failed job done again',
  'member.added': 'added a member',
  'member.changed': 'changed a member’s role',
  'member.removed': 'ended a membership',
  'notifications.changed': 'changed what they are written about',
  'notifications.stopped': 'asked not to be written to any more',
  'organization.changed': 'changed the organization',
  'organization.created': 'created the organization',
  'retention.done': 'took away what had been kept long enough',
  'session.ended': 'ended a session',
  'session.others_ended': 'ended all other sessions',
  'wallet.linked': 'linked a wallet',
  'wallet.unlinked': 'unlinked a wallet',
  'webhook.created': 'set up a webhook',
  'webhook.changed': 'changed a webhook',
  'webhook.deleted': 'deleted a webhook',
  'webhook.replayed': 'had events sent to a webhook again',
  'webhook.rotated': 'gave a webhook a new secret',
}

/** Pure: what was done, as the rest of a sentence that begins with who did it. An action without words of its own is named. */
export function sayAction({ action, allowed }: Pick<AuditLine, 'action' | 'allowed'>): string {
  const words = WORDS[action] ?? `did ${action}`
  return allowed ? words : `was refused: ${words}`
}

/** Pure: who did it. `names` has people by `user:<id>` and keys by `key:<id>`. */
export function sayActor(actor: string, names: Readonly<Record<string, string>>): string {
  if (actor === 'desk') return 'The desk'
  const known = names[actor]
  if (known) return known
  return actor.startsWith('key:') ? 'An API key that is gone' : 'Somebody who has left'
}

/** Pure: the details as `name: value`, for those who look closely. */
export function sayDetails(details: Record<string, unknown>): string[] {
  return Object.entries(details)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${sayValue(value)}`)
}

function sayValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(sayValue).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
