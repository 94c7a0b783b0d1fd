import { checkDeskKeys } from '@/lib/proof/desk-keys'
import type { Dimension } from './score'

/** What anybody may ask a desk, and nothing else. Browser-safe. */
export type PublicDesk = {
  /** The answer of a GET below the desk's origin. Throws when the desk does not answer. */
  get(path: string): Promise<{ status: number; text: string }>
}

/** A row of `GET reputation/:did/history`. */
export type HistoryRow = {
  /** Null of a receipt that is not public. */
  receipt_id: string | null
  /** sha256 of its id. */
  receipt_hash: string
  with: string
  finalized_at: string
  dimension: Dimension
  fold: number
  observation: number | null
  alpha_ppm: number
  n: number
  before: number | null
  after: number | null
}

export type Told = Record<Dimension | 'trust' | 'trust_prime', number | null> & {
  party: string
  evidence: Record<Dimension, number>
  interval: Record<Dimension, number | null>
  receipts: number
  counterparties: number
  counts: { completed: number; lost: number; silent: number }
  alpha_ppm: number
  as_of: string | null
  updated_at: string | null
  read_at: string
}

export type ListedReceipt = { id: string; receipt: unknown; status: string }

const API = '/api/v1'
const TRIES = 4

/** The addresses that may have sealed this desk's bundles. */
export async function readKeys(desk: PublicDesk): Promise<string[]> {
  const { status, text } = await desk.get('/.well-known/countersign.json')
  if (status !== 200) throw new Error(`its keys could not be read (${status})`)
  return checkDeskKeys(JSON.parse(text))
}

/** Where a party stands, and everything that moved it: both of one moment. */
export async function readParty(desk: PublicDesk, party: string): Promise<{ told: Told; rows: HistoryRow[] }> {
  const path = `${API}/reputation/${encodeURIComponent(party)}`
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await readJson<Told>(desk, path)
    const rows = await readPages<HistoryRow>(desk, `${path}/history?limit=200`)
    const told = await readJson<Told>(desk, path)
    if (told.updated_at === before.updated_at) return { told, rows }
  }
  throw new Error(`the reputation of ${party} changes while it is read`)
}

/** Receipts everybody may list: of one party, or all. */
export function listReceipts(desk: PublicDesk, party?: string): Promise<ListedReceipt[]> {
  const of = party === undefined ? '' : `&party=${encodeURIComponent(party)}`
  return readPages<ListedReceipt>(desk, `${API}/receipts?limit=200${of}`)
}

/** A receipt's bundle as others than its parties get it; null when it is its parties' alone. */
export async function readBundle(desk: PublicDesk, receiptId: string): Promise<string | null> {
  const { status, text } = await desk.get(`${API}/receipts/${receiptId}/bundle?redacted=1`)
  if (status === 404) return null
  if (status !== 200) throw new Error(`the bundle of ${receiptId} could not be read (${status})`)
  return text
}

async function readPages<T>(desk: PublicDesk, path: string): Promise<T[]> {
  const all: T[] = []
  const seen = new Set<string>()
  let cursor: string | null = ''
  while (cursor !== null) {
    if (seen.has(cursor)) throw new Error(`the pages of ${path} go in circles`)
    seen.add(cursor)
    const suffix: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const page: { data: T[]; next_cursor: string | null } = await readJson(desk, path + suffix)
    all.push(...page.data)
    cursor = page.next_cursor
  }
  return all
}

async function readJson<T>(desk: PublicDesk, path: string): Promise<T> {
  const { status, text } = await desk.get(path)
  if (status !== 200) throw new Error(`${path} answered ${status}`)
  return JSON.parse(text) as T
}
