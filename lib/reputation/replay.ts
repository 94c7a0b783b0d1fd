import { sha256Hex } from '@/lib/proof/hash'
import { receiptSchema } from '@/lib/proof/receipt'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { foldedOn } from './bearing'
import { blank, type Evidence, foldEvidence } from './fold'
import { listReceipts, type PublicDesk, readKeys } from './public-desk'
import { type Look, Reader, type ReplayOptions } from './replay-reader'
import {
  checkGroup,
  checkSteps,
  type Group,
  groupRows,
  lied,
  type ReplayFinding,
  sayReceipt,
  unknown,
} from './replay-rows'
import { compareStanding } from './replay-standing'

export type PartyReport = { party: string; receipts: number; changes: number; findings: ReplayFinding[] }

/** exit: 0 the desk's numbers follow from its receipts; 1 it lied, and the findings name where; 2 public data cannot tell. */
export type ReplayReport = { exit: 0 | 1 | 2; parties: PartyReport[] }

/** A decision of the last minutes may not be folded yet. */
const GRACE_MS = 120_000
const WINDOW_MS = 90 * 86_400_000

/**
 * Recomputes reputation from what a desk shows everybody: each receipt's bundle is verified, what it says of the party is
 * observed anew, and every row and the current numbers are compared. `who`: a DID, an address, or `all` parties that are named
 * in public, and whoever dealt with them. Throws when the desk cannot be read.
 */
export async function replay(desk: PublicDesk, who: string, options: ReplayOptions = {}): Promise<ReplayReport> {
  const reader = new Reader(desk, await readKeys(desk), options)
  const reports: PartyReport[] = []
  const known = new Set(who === 'all' ? await namedInPublic(desk) : [partyKeyOf(who)])
  // A set that grows while it is walked.
  for (const party of known) {
    reports.push(await replayParty(reader, party, who === 'all'))
    reports.at(-1)?.findings.push(...(await aboutAlpha(reader, party, [...known][0] ?? party)))
    if (who === 'all') for (const { rows } of await reader.groups(party)) known.add(rows[0]?.with ?? party)
  }
  const parties = who === 'all' ? reports.filter(hasSomething) : reports
  return { exit: exitOf(parties), parties }
}

/** One desk counts with one α. */
async function aboutAlpha(reader: Reader, party: string, first: string): Promise<ReplayFinding[]> {
  const [own, other] = [await reader.party(party), await reader.party(first)]
  const [says, said] = [own.told.alpha_ppm, other.told.alpha_ppm]
  return says === said ? [] : [lied(`the desk tells an α of ${says} ppm here and of ${said} ppm for ${first}`)]
}

const hasSomething = ({ changes, findings }: PartyReport) => changes > 0 || findings.length > 0

function exitOf(parties: readonly PartyReport[]): ReplayReport['exit'] {
  const verdicts = new Set(parties.flatMap(({ findings }) => findings.map(({ verdict }) => verdict)))
  if (verdicts.has('lied')) return 1
  return verdicts.has('unknown') ? 2 : 0
}

async function namedInPublic(desk: PublicDesk): Promise<string[]> {
  return (await listReceipts(desk)).flatMap(({ receipt }) => {
    const parsed = receiptSchema.safeParse(receipt)
    return parsed.success ? parsed.data.parties.map(({ did }) => partyKeyOf(did)) : []
  })
}

async function replayParty(reader: Reader, party: string, isAll: boolean): Promise<PartyReport> {
  const { told, rows } = await reader.party(party)
  const { groups, findings } = groupRows(rows)
  const evidence: Evidence[] = []
  let isWhole = true
  for (const group of groups) {
    const { shown, findings: aboutBundle } = await lookAt(reader, group)
    const least = await leastN(reader, party, group, groups)
    const checked = checkGroup(group, shown, { party, alphaPpm: told.alpha_ppm, least })
    findings.push(...aboutBundle, ...checked.findings)
    evidence.push(checked.evidence)
    isWhole &&= shown !== null && !('not' in shown)
    if (isAll) findings.push(...(await otherSide(reader, party, group)))
  }

  findings.push(...checkSteps(groups, evidence))
  const { end } = foldEvidence(blank(), evidence)
  findings.push(...compareStanding(told, { end, groups, isWhole }))
  findings.push(...(await leftOut(reader, party, groups, new Date(told.read_at))))
  return { party, receipts: groups.length, changes: groups.flatMap((group) => group.rows).length, findings }
}

/** 1 + how many receipts of the same two wallets were folded in the 90 days before, on either of them. */
async function leastN(reader: Reader, party: string, group: Group, groups: readonly Group[]): Promise<number> {
  const [first] = group.rows
  if (!first) return 1
  const own = groups.filter(({ rows }) => rows[0]?.with === first.with)
  const count = (known: readonly Group[]) =>
    1 + new Set(known.filter((one) => isBefore(one, group)).map(({ hash }) => hash)).size
  if (first.n <= count(own)) return count(own)

  const theirs = (await reader.groups(first.with)).filter(({ rows }) => rows[0]?.with === party)
  return count([...own, ...theirs])
}

function isBefore(one: Group, group: Group): boolean {
  const apart = group.at.getTime() - one.at.getTime()
  // Of one moment, the ids give the order; it is not known of those that are not shown.
  const isFirst = one.receiptId !== null && group.receiptId !== null && one.receiptId < group.receiptId
  return apart <= WINDOW_MS && (apart > 0 || (apart === 0 && isFirst))
}

/** What a receipt shows everybody: nothing, when its id is not told. */
function lookAt(reader: Reader, { receiptId }: Group): Promise<Look> {
  return receiptId === null ? Promise.resolve({ shown: null, findings: [] }) : reader.look(receiptId)
}

/** A challenge moves both of its parties, each by the same weight. */
async function otherSide(reader: Reader, party: string, group: Group): Promise<ReplayFinding[]> {
  const { shown } = await lookAt(reader, group)
  const [first] = group.rows
  if (!first || shown === null || 'not' in shown) return []
  const [other] = foldedOn(shown.receipt).filter((one) => one !== party)
  if (other === undefined) return []

  const there = (await reader.groups(other)).find(({ hash }) => hash === group.hash)
  if (!there) return [lied(`receipt ${sayReceipt(group)} was left out of what moved ${other}`)]
  const n = there.rows[0]?.n
  return n === first.n
    ? []
    : [lied(`receipt ${sayReceipt(group)} counts as n = ${first.n} here and ${n} for ${other}`, first)]
}

/** Receipts everybody may list that are about the party and move nothing. What the list says became of them is not believed. */
async function leftOut(reader: Reader, party: string, groups: readonly Group[], now: Date): Promise<ReplayFinding[]> {
  const folded = new Map(groups.map((group) => [group.hash, group]))
  const listed = await listReceipts(reader.desk, party)
  const findings = await Promise.all(
    listed
      .filter(({ id }) => folded.get(sha256Hex(id))?.receiptId !== id)
      .map(async ({ id }) => {
        if (folded.has(sha256Hex(id))) return [lied(`receipt ${id} is public, and what it moved does not name it`)]
        const { shown, findings: aboutBundle } = await reader.look(id)
        if (shown === null || 'not' in shown || !foldedOn(shown.receipt).includes(party)) return aboutBundle
        const isFresh = now.getTime() - shown.at.getTime() < GRACE_MS
        const missing = isFresh
          ? unknown(`receipt ${id} was decided just now and is not folded yet`)
          : lied(`receipt ${id} was left out`)
        return [...aboutBundle, missing]
      }),
  )
  return findings.flat()
}
