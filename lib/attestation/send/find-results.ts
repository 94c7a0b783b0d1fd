import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import type { EasChain, Spoken } from './eas-chain'
import { listTaken } from './item-store'
import { matchResults, type Result } from './match'
import { findStrayBlock } from './result-store'
import { insertSubmission, markMined } from './store'
import type { Issuer, PendingItem } from './submission'

/** Nodes refuse to look through more blocks at once. */
const RANGE = 2_000

/** What an issuer said in these blocks that is no item's yet. */
export async function readResults(
  ctx: Ctx,
  issuer: Pick<Issuer, 'address' | 'chainId'>,
  chain: EasChain,
  { from, to }: { from: number; to: number },
): Promise<Result[]> {
  const spoken: Spoken[] = []
  for (let start = from; start <= to; start += RANGE) {
    spoken.push(...(await chain.spokenBy(issuer.address, { from: start, to: Math.min(to, start + RANGE - 1) })))
  }
  return readStandings(chain, await leaveTaken(ctx, issuer.chainId, spoken))
}

/** Without attestations that are an item's already. */
export async function leaveTaken(ctx: Ctx, chainId: number, spoken: readonly Spoken[]): Promise<Spoken[]> {
  const attested = spoken.flatMap(({ operation, uid }) => (operation === 'ATTEST' ? [uid] : []))
  const taken = await listTaken(sqlOver(ctx.pool), chainId, attested)
  return spoken.filter(({ operation, uid }) => operation === 'REVOKE' || !taken.has(uid))
}

/** With what EAS holds under each. */
export async function readStandings(chain: EasChain, spoken: readonly Result['spoken'][]): Promise<Result[]> {
  const results: Result[] = []
  for (const said of spoken) {
    results.push({ spoken: said, standing: said.operation === 'ATTEST' ? await chain.standing(said.uid) : null })
  }
  return results
}

/**
 * Items that wait and stand on the chain already, by a transaction that is not ours: their issuer's own, or one of somebody
 * who took what we signed out of the open and sent it first. They become submissions in their blocks. Answers how many.
 */
export async function adopt(
  ctx: Ctx,
  issuer: Issuer,
  chain: EasChain,
  items: readonly PendingItem[],
  results: readonly Result[],
): Promise<Set<string>> {
  const groups = new Map<string, { item: PendingItem; result: Result }[]>()
  for (const match of matchResults(items, results)) {
    const { txHash, operation, schema } = match.result.spoken
    const key = `${txHash} ${operation} ${schema}`
    groups.set(key, [...(groups.get(key) ?? []), match])
  }
  const adopted = new Set<string>()
  for (const matches of groups.values()) {
    if (await adoptOne(ctx, issuer, chain, matches)) for (const { item } of matches) adopted.add(item.id)
  }
  return adopted
}

async function adoptOne(
  ctx: Ctx,
  issuer: Issuer,
  chain: EasChain,
  matches: readonly { item: PendingItem; result: Result }[],
): Promise<boolean> {
  const [first] = matches
  if (!first) return false
  const id = newId()
  // The log says it all; a node may know the log and not, yet or any more, the receipt.
  const { txHash, blockNumber, blockHash } = first.result.spoken
  const gasUsed = (await chain.landed(txHash))?.gasUsed ?? 0n
  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const stored = await insertSubmission(tx, {
      ...{ id, chainId: issuer.chainId, issuerId: issuer.id, operation: first.item.operation },
      ...{ schemaUid: first.item.schema_uid, easNonce: null, to: chain.address, data: '0x', state: 'MINED' },
      ...{ txHash, blockNumber, blockHash, gasUsed, fromBlock: blockNumber, deadline: null },
      itemIds: matches.map(({ item }) => item.id),
      // Whoever sent it paid.
      feeWei: 0n,
      signedUntil: null,
      now: ctx.now,
    })
    if (!stored) return false
    const uids = matches.map(({ item, result }) => ({ id: item.id, uid: result.spoken.uid }))
    return markMined(tx, id, { txHash, blockNumber, blockHash, gasUsed, feeWei: 0n, uids, now: ctx.now })
  })
}

/**
 * Of items that were signed before: those that stand after all, because the transaction that was given up got into a block
 * or somebody else sent what was signed. Answers the ids of those that do.
 */
export async function adoptStray(
  ctx: Ctx,
  issuer: Issuer,
  chain: EasChain,
  items: readonly PendingItem[],
): Promise<Set<string>> {
  if (items.length === 0) return new Set()
  // As far back as the oldest of them: one that comes back from the dead letters may have been signed long ago.
  const since = new Date(Math.min(...items.map((item) => item.created_at.getTime())))
  const from = await findStrayBlock(sqlOver(ctx.pool), issuer.id, since)
  if (from === null) return new Set()
  const { number } = await chain.head()
  return adopt(ctx, issuer, chain, items, await readResults(ctx, issuer, chain, { from, to: number }))
}
