import { setWindowParty as tellApi } from '@/components/data/api'

/**
 * Who this window acts as, and who the browser's pages are drawn for. The first is the window's own and lasts as long as
 * it (sessionStorage); the second is one for all windows (the session cookie), noted in localStorage whenever it changes.
 */
const MINE = 'countersign.party'
const MAIN = 'countersign.main'

/**
 * The party of this window: the one it had before, else `main`, the one the page was drawn for. With nobody drawn for, only
 * somebody the browser still holds.
 */
export function claimWindow(main: string | null, held: readonly string[]): string | null {
  if (typeof window === 'undefined') return main
  const before = read(() => sessionStorage, MINE)
  const mine = main === null && !held.includes(before ?? '') ? null : (before ?? main)
  setMine(mine)
  return mine
}

export function setMine(address: string | null): void {
  write(() => sessionStorage, MINE, address)
  tellApi(address)
}

export function readMain(): string | null {
  return read(() => localStorage, MAIN)
}

export function noteMain(address: string | null): void {
  if (readMain() !== address) write(() => localStorage, MAIN, address)
}

type Note = { left: string } | { joined: string }

/** Tells the other windows of this browser that a party signed in or out. */
export function tellWindows(note: Note): void {
  channel()?.postMessage(note)
}

export function onNote(listener: (note: Note) => void): () => void {
  const heard = channel()
  const hear = ({ data }: MessageEvent<Note>) => listener(data)
  heard?.addEventListener('message', hear)
  return () => heard?.removeEventListener('message', hear)
}

let opened: BroadcastChannel | null = null

function channel(): BroadcastChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null
  opened ??= new BroadcastChannel('countersign')
  return opened
}

// A browser that keeps nothing (blocked storage) still works as one window with one party.
function read(store: () => Storage, key: string): string | null {
  try {
    return store().getItem(key)
  } catch {
    return null
  }
}

function write(store: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null) store().removeItem(key)
    else store().setItem(key, value)
  } catch {
    // See above.
  }
}
