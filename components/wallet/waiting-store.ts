import type { Account, SignInText } from './sign-in'

/** A contract wallet's sign-in that waits for its owners: kept over reloads, until its text expires. */
export type Waiting = { walletId: string; account: Account; text: SignInText }

const KEY = 'countersign.waiting'

export function isWaiting(): boolean {
  return readWaiting() !== null
}

export function readWaiting(): Waiting | null {
  try {
    const waiting = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Waiting | null
    if (waiting && Date.parse(waiting.text.expires_at) > Date.now()) return waiting
    localStorage.removeItem(KEY)
    return null
  } catch {
    return null
  }
}

export function keepWaiting(waiting: Waiting | null): void {
  try {
    if (waiting) localStorage.setItem(KEY, JSON.stringify(waiting))
    else localStorage.removeItem(KEY)
  } catch {
    // A browser that keeps nothing: it waits as long as the page is open.
  }
}
