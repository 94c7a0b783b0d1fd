/** How a receiver checks that a delivery is ours: with the library of Standard Webhooks, over the bytes as they came. */
export const VERIFY_SAMPLE = `import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.COUNTERSIGN_WEBHOOK_SECRET)

export async function POST(request) {
  const body = await request.text()
  try {
    // Throws unless webhook-id, webhook-timestamp and webhook-signature fit the body.
    const event = webhook.verify(body, Object.fromEntries(request.headers))
    // The same event may come twice: remember event.id, and do each once.
    await handle(event)
    return new Response(null, { status: 204 })
  } catch {
    return new Response('The signature does not fit', { status: 401 })
  }
}`
