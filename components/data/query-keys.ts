/** How what the desk answered is named in the browser. An event about a challenge makes every name that starts with it stale. */
export const keys = {
  me: ['me'] as const,
  networks: ['networks'] as const,
  waiting: ['waiting'] as const,
  events: ['events'] as const,
  challenges: (filter: Record<string, string | undefined> = {}) => ['challenges', filter] as const,
  challenge: (id: string) => ['challenge', id] as const,
  challengeLog: (id: string) => ['challenge', id, 'log'] as const,
  challengeRehearsal: (id: string) => ['challenge', id, 'rehearsal'] as const,
  challengeIntent: (id: string, ask: Record<string, string | undefined>) => ['challenge', id, 'intent', ask] as const,
  receipts: (filter: Record<string, string | undefined> = {}) => ['receipts', filter] as const,
  receipt: (id: string) => ['receipt', id] as const,
  audits: (filter: Record<string, string | undefined> = {}) => ['audits', filter] as const,
}

/** What an event of this type about this subject makes stale: lists, and the thing itself. */
export function staleAfter(event: {
  type: string
  subject: string
  data?: Record<string, unknown>
}): (readonly string[])[] {
  const lists = [['challenges'], ['waiting'], ['audits'], ['events']]
  // A bond is a part of its challenge.
  if (/^(?:challenge|bond)\./.test(event.type)) return [['challenge', event.subject], ...lists]
  if (event.type.startsWith('audit.')) return [['receipt', event.subject], ['audits'], ['events']]
  if (event.type.startsWith('agent.')) return [['agent', event.subject], ['events']]
  if (event.type.startsWith('attestation.')) return [['attestations'], ['workflow'], ['events']]
  if (event.type.startsWith('endpoint.')) return [['webhook', event.subject], ['webhooks'], ['events']]
  if (!event.type.startsWith('receipt.')) return [['events']]

  const about = event.data?.subject
  return [
    ['receipt', event.subject],
    ['receipts'],
    ...(typeof about === 'string' ? [['challenge', about]] : []),
    ...lists,
  ]
}
