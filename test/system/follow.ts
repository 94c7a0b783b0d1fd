import type { Client } from './client'

export type StreamedEvent = {
  /** Where it stands in the stream, to go on from. */
  place: string
  id: string
  type: string
  subject: string
  sequence: number
}

/** An open `GET events/stream`. */
export type Following = {
  events: StreamedEvent[]
  /** Resolves when an event like this has come. */
  until(isIt: (event: StreamedEvent) => boolean): Promise<void>
  /** Cuts the line. */
  cut(): Promise<void>
}

/** Follows the events of the client's organization, from `lastEventId` on or from now. Resolves once it listens. */
export async function follow(client: Client, lastEventId?: string): Promise<Following> {
  const line = new AbortController()
  const response = await fetch(`${client.desk.url}/api/v1/events/stream`, {
    headers: {
      authorization: `Bearer ${client.token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: line.signal,
  })
  if (response.status !== 200 || !response.body) throw new Error(`${response.status} ${await response.text()}`)

  const events: StreamedEvent[] = []
  const waiting = new Set<() => void>()
  const reading = read(response.body, (event) => {
    events.push(event)
    for (const look of waiting) look()
  }).catch((error: unknown) => {
    if (!line.signal.aborted) throw error
  })

  return {
    events,
    until: (isIt) =>
      new Promise((resolve) => {
        const look = () => {
          if (!events.some(isIt)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    cut: async () => {
      line.abort()
      await reading
    },
  }
}

async function read(body: ReadableStream<Uint8Array>, onEvent: (event: StreamedEvent) => void): Promise<void> {
  let text = ''
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const event = toEvent(text.slice(0, end))
      text = text.slice(end + 2)
      if (event) onEvent(event)
    }
  }
}

/** One message of the stream; null for comments, which only keep the line open. */
function toEvent(message: string): StreamedEvent | null {
  const field = (name: string) =>
    message
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart())
      .join('\n')
  const data = field('data')
  return data ? { ...(JSON.parse(data) as Omit<StreamedEvent, 'place'>), place: field('id') } : null
}
