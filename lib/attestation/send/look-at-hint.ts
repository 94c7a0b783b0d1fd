import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { findHint, noteLooked } from '../hint-store'
import { configuredSending } from './attest-chain'
import type { Spoken } from './eas-chain'
import { enqueueAttest } from './enqueue-attest'
import { adopt, leaveTaken, readStandings } from './find-results'
import { findIssuer, findWalletIssuer, listLoose } from './store'

/** Looks where a hint points: at its transactions for what wallets attested, then at all that is on its way there. */
export async function lookAtHint(ctx: Ctx, id: string, sendingOf = configuredSending): Promise<void> {
  const sql = sqlOver(ctx.pool)
  const hint = await findHint(sql, id)
  if (!hint) return

  const { chain } = sendingOf(hint.chainId)
  const byAttester = new Map<Hex, Spoken[]>()
  for (const hash of hint.txHashes) {
    const landed = await chain.landed(hash)
    for (const spoken of landed?.spoken ?? []) {
      byAttester.set(spoken.attester, [...(byAttester.get(spoken.attester) ?? []), spoken])
    }
  }
  for (const [attester, spoken] of byAttester) {
    const issuerId = await findWalletIssuer(sql, hint.chainId, attester)
    const issuer = issuerId && (await findIssuer(sql, issuerId))
    if (!issuer) continue
    const items = await listLoose(sql, issuer.id)
    await adopt(ctx, issuer, chain, items, await readStandings(chain, await leaveTaken(ctx, hint.chainId, spoken)))
  }
  await enqueueAttest(sql, hint.chainId)
  await noteLooked(sql, id, ctx.now)
}
