/** A transaction that was sent from this browser and may not be in a block yet: kept over reloads. */
export type Sent = { hash: `0x${string}`; nonce: number | null; sentAt: number }

/** `of`: the party and what the transaction does; one of a kind is under way at a time. */
const keyOf = (of: string) => `countersign.sent.${of}`

export function readSent(of: string): Sent | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(of)) ?? 'null') as Sent | null
  } catch {
    return null
  }
}

export function keepSent(of: string, sent: Sent | null): void {
  try {
    if (sent) localStorage.setItem(keyOf(of), JSON.stringify(sent))
    else localStorage.removeItem(keyOf(of))
  } catch {
    // A browser that keeps nothing: it is followed as long as the page is open.
  }
}
