import { addSeconds } from '@/lib/clock'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { type Flag, requireFlag } from '@/lib/flags'
import { newId } from '@/lib/id'
import { pkhDid } from '@/lib/proof/did'
import type { Challenge, Person } from './challenge'
import { firstEntry, publishChange } from './change'
import { toNamed } from './counter-draft'
import { DEFAULT_SECONDS, warningOf } from './deadlines'
import { completeDraft, withEpoch } from './desk-facts'
import { type AskedDraft, type Draft, toDraft } from './draft'
import { notProven, requireHeld, requireProvenFor, requireUsable, sameParty } from './require-proven'
import type { ChallengeBody } from './schemas'
import type { Mode } from './state'
import { insertChallenge } from './store'
import { toAnswer } from './view'

/**
 * A new DRAFT of the caller's. Nothing is signed yet and nobody else sees it. Throws E3001–E3004, E3022–E3024, E4003, E4004,
 * E2008 (a wallet that is not the caller's, or of no use where the bond is) and E9010 for modes that are switched off.
 */
export async function createChallenge(ctx: Ctx, body: ChallengeBody) {
  const actor = requireWriter(ctx)
  const asked = toDraft(await withEpoch(ctx, body), ctx.now)
  await requireFlags(ctx, asked.mode, actor.organizationId)
  const pool = sqlOver(ctx.pool)
  const creator = await requireOwnWallets(pool, actor, body.wallet_address, asked)
  const draft = await completeDraft(pool, asked, { creator, counterparty: toNamed(asked.counterparty) }, ctx.now)

  const did = pkhDid(creator.chainId, creator.address)
  const first = firstEntry(did, ctx.now)
  const challenge: Challenge = {
    ...newChallenge(draft, creator, actor.organizationId, ctx.now),
    logHead: first.hash,
    logLength: 1,
  }

  return inSqlTransaction(ctx, async (sql) => {
    await requireHeld(sql, actor.userId, creator.address, draft.requirements?.creator)
    await insertChallenge(sql, challenge, first)
    await publishChange(sql, ctx, challenge, 'challenge.created', [challenge.organizationId])
    return toAnswer(challenge, { role: 'creator', now: ctx.now })
  })
}

/** Pure: a challenge nobody has signed. */
function newChallenge(draft: Draft, creator: Person, organizationId: string, now: Date): Challenge {
  const deadlineAt = addSeconds(now, DEFAULT_SECONDS.draft)
  return {
    id: newId(),
    organizationId,
    status: 'DRAFT',
    version: 1,
    revision: 1,
    creator,
    counterpartyNamed: draft.counterparty !== null,
    termsHash: null,
    deadlines: null,
    initiatorRole: null,
    initiatorHash: null,
    counterHash: null,
    finalHash: null,
    nonces: { creator: 0, counterparty: 0 },
    statusSince: now,
    deadlineAt,
    deadlineThen: 'CANCELLED',
    warnAt: warningOf(now, deadlineAt),
    downtimeThrough: null,
    sentAt: null,
    acceptedAt: null,
    endedAt: null,
    outcome: null,
    split: false,
    reason: null,
    receiptId: null,
    dealId: null,
    onChain: null,
    cases: [],
    responses: { creator: null, counterparty: null },
    verification: {},
    logHead: '0x',
    logLength: 0,
    createdAt: now,
    updatedAt: now,
    offers: [],
    // Not first: V8 grows an object that begins as a copy field by field, which takes a hundred times as long.
    ...draft,
    counterparty: toNamed(draft.counterparty),
  }
}

/** Both switches a draft needs: the one for challenges and the one of its mode. */
export async function requireFlags(ctx: Ctx, mode: Mode, organizationId: string): Promise<void> {
  await requireFlag(ctx, 'FF_CHALLENGES', organizationId)
  const flag = FLAG_OF[mode]
  if (flag) await requireFlag(ctx, flag, organizationId)
}

const FLAG_OF: Record<Mode, Flag | null> = {
  SOLO: null,
  GATEKEEPER: 'FF_GATEKEEPER',
  FIRE: 'FF_FIRE_MODE',
  ENFORCED: 'FF_ENFORCED_MODE',
}

/**
 * The wallet the caller signs with: the one they named, else the session's. It, and a wallet named in their own
 * requirement, must be linked to them, and usable on the bond's chain (E2008); the counterparty must not be (E3024).
 */
export async function requireOwnWallets(
  sql: Sql,
  actor: UserActor,
  asked: string | undefined,
  draft: AskedDraft,
): Promise<Person> {
  await requireProvenFor(sql, actor.userId, asked ?? actor.wallet.address, draft.requirements?.creator)
  await requireUsable(sql, actor.userId, asked ?? actor.wallet.address, draft)
  const isPlain = !draft.counterparty && (!asked || asked === actor.wallet.address)
  if (isPlain) return { ...actor.wallet, userId: actor.userId }

  const rows = await sql.$queryRaw<{ address: string; chain_id: number }[]>`
    SELECT address, chain_id FROM wallets WHERE user_id = ${actor.userId}::uuid AND unlinked_at IS NULL`
  const own = new Map(rows.map((row) => [row.address, row.chain_id]))
  if (draft.counterparty && own.has(draft.counterparty)) throw sameParty()

  const address = asked ?? actor.wallet.address
  const chainId = own.get(address)
  if (chainId === undefined) throw notProven(address)
  return { address, chainId, userId: actor.userId }
}
