import { Webhook } from 'standardwebhooks'

/**
 * Pure: the headers of Standard Webhooks 1.0 over the exact text that is sent: one signature for each live secret, the newest
 * first, so that a receiver may hold either during a rotation.
 */
export function signedHeaders(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}
