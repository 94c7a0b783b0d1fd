import { createHmac, timingSafeEqual } from 'node:crypto'

/** A receiver's check of its own, from the text of Standard Webhooks 1.0 and nothing else. */
export function accepts(secret: string, headers: Record<string, string>, body: Uint8Array | string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = Buffer.concat([
    Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`),
    typeof body === 'string' ? Buffer.from(body) : body,
  ])
  const expected = createHmac('sha256', key).update(signed).digest()
  return (headers['webhook-signature'] ?? '').split(' ').some((part) => {
    const [version, text = ''] = part.split(',')
    const given = Buffer.from(text, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}
