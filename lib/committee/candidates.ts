import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { env } from '@/lib/env'
import { Address } from '@/lib/http/schemas'
import { parseDid } from '@/lib/proof/did'
import { didField } from '@/lib/proof/fields'
import { singleton } from '@/lib/singleton'
import type { Candidate } from './roster'

/** More than this would not fit into one page of the roster. */
const MAX_ROWS = 10_000
const MAX_WEIGHT = 2n ** 64n - 1n

/** Accounts 10 to 16 of the mnemonic every local chain begins with, so that panels can be tried without anybody's leave. */
const LOCAL_CANDIDATES: readonly Candidate[] = [
  { id: '0xbcd4042de499d14e55001ccbb24a551f3b954096', weight: 5_000n },
  { id: '0x71be63f3384f5fb98995898a86b02fb2426c5788', weight: 7_200n },
  { id: '0xfabb0ac9d68b0b445fb7357272ff202c5651694a', weight: 12_000n },
  { id: '0x1cbd3b2770909d4e10f157cabc84c7264073c9ec', weight: 3_300n },
  { id: '0xdf3e18d64bc6a983f673ab319ccae4f1a57c7097', weight: 9_000n },
  { id: '0xcd3b766ccdd6ae721141f452c550ca635964ce71', weight: 6_100n },
  { id: '0x2546bcd3c84621e976d8185a91a922ae77ecec30', weight: 8_000n },
]

/** A roster file that cannot be used; its message is for whoever runs the desk. */
export class RosterFileError extends Error {}

/**
 * Who may sit on panels now: those in ROSTER_FILE; without one, on a desk whose anchors go to the local chain, seven of
 * its accounts; null otherwise. Read once per process. Throws RosterFileError.
 */
export function rosterCandidates(): readonly Candidate[] | null {
  return singleton('roster-candidates', () => ({ candidates: findCandidates() })).candidates
}

function findCandidates(): readonly Candidate[] | null {
  const file = env().ROSTER_FILE
  if (file) return parseRosterFile(readText(path.resolve(file)), file)
  return env().ANCHOR_CHAIN === LOCAL_CHAIN ? LOCAL_CANDIDATES : null
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new RosterFileError(`ROSTER_FILE names ${file}, which cannot be read.`, { cause })
  }
}

const Weight = z.union([
  z
    .int()
    .min(0)
    .transform((value) => BigInt(value)),
  z
    .string()
    .regex(/^\d{1,20}$/)
    .transform((value) => BigInt(value)),
])
const Row = z.union([
  z.strictObject({ address: z.string(), weight: Weight }).transform(({ address, weight }) => ({ id: address, weight })),
  z.strictObject({ id: z.string(), weight: Weight }),
])

/**
 * Pure: the rows of a roster file: `[{ "address": "0x…" | "id": "0x… or a DID", "weight": 5000 }, …]`. Throws
 * RosterFileError with a sentence that says which row is wrong, and how.
 */
export function parseRosterFile(text: string, name: string): Candidate[] {
  const rows = toRows(text, name)
  const seen = new Set<string>()
  return rows.map((row, index) => {
    const refuse = (why: string) => new RosterFileError(`Row ${index + 1} of the roster file ${name} ${why}.`)
    const parsed = Row.safeParse(row)
    if (!parsed.success) throw refuse('is not of the form {"address": "0x…", "weight": 5000}')

    const { weight } = parsed.data
    const id = toId(parsed.data.id)
    if (!id) throw refuse(`names ${JSON.stringify(parsed.data.id)}, which is neither an address nor a DID`)
    if (weight === 0n) throw refuse('has the weight 0: leave it out instead')
    if (weight > MAX_WEIGHT) throw refuse('has a weight above 2^64 - 1')
    if (seen.has(id)) throw refuse(`names ${id} a second time`)
    seen.add(id)
    return { id, weight }
  })
}

function toRows(text: string, name: string): unknown[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RosterFileError(`The roster file ${name} is not JSON.`)
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ROWS) {
    throw new RosterFileError(`The roster file ${name} is not a list of 1 to ${MAX_ROWS} rows.`)
  }
  return value
}

/** A wallet's DID counts as its address, so that nobody stands there under two names. */
function toId(text: string): string | null {
  const address = Address.safeParse(text)
  if (address.success) return address.data
  const did = didField.safeParse(text)
  return did.success ? (parseDid(did.data)?.address ?? did.data) : null
}
