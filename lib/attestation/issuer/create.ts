import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { recordAudit } from '@/lib/audit/record'
import { resolveNetwork } from '@/lib/chain/networks'
import { addSeconds } from '@/lib/clock'
import type { Ctx, UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction, isUniqueViolation } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import { sealText } from '@/lib/secret/seal'
import { asManager, notNow } from '../access'
import { easAddresses } from '../read-eas'
import { checkDelegation } from './check-delegation'
import { type Asked, askDelegation, endOf, isOpen, MAX_DELEGATION_DAYS, typedDataOf } from './delegation'
import type { CreateIssuer } from './schemas'
import {
  activateIssuer,
  deleteDrafts,
  findIssuers,
  findMembersWallets,
  type IssuerRow,
  insertIssuer,
  lockIssuer,
  saveDelegation,
} from './store'
import { toIssuer } from './view'

const YEAR_SECONDS = MAX_DELEGATION_DAYS * 86_400

/**
 * Names who attests for the organization on a chain. A wallet that the caller has linked, at once. A key the desk keeps,
 * another member's wallet, and an executor's address: the first call answers what to sign, the second, with the signature,
 * lets it attest. E9007 but for owners and admins, E2008 for a wallet nobody linked, E1006 for another's signature, 409 when
 * there is another issuer on that chain.
 */
export function createIssuer(ctx: Ctx<UserActor>, input: CreateIssuer) {
  return asManager(ctx, 'issuer.created', async (ctx) => {
    resolveNetwork(input.chain_id)
    easAddresses(input.chain_id)
    if (input.signature) return await signIssuer(ctx, input, input.signature)
    if (input.kind !== 'KEPT' && (await isLinked(ctx, input.address, ctx.actor.userId)))
      return await nameAddress(ctx, input)
    if (input.kind === 'WALLET' && !(await isLinked(ctx, input.address))) throw notLinked()
    return await askForSignature(ctx, input)
  })
}

/** Whether somebody who may attest has linked it; with `userId`, whether that one has. */
async function isLinked(ctx: Ctx<UserActor>, address: string | undefined, userId?: string): Promise<boolean> {
  const roles = ['owner', 'admin', 'issuer']
  const wallets: string[] = await findMembersWallets(sqlOver(ctx.pool), ctx.actor.organizationId, roles, userId)
  return address !== undefined && wallets.includes(address)
}

function nameAddress(ctx: Ctx<UserActor>, { chain_id: chainId, kind, address }: CreateIssuer) {
  return claiming(() =>
    inTransaction(ctx, async (tx) => {
      const row = { ...blank(ctx, chainId, address as Hex), kind, status: 'ACTIVE' as const, delegation: null }
      await deleteDrafts(tx, row.organization_id, chainId)
      await insertIssuer(tx, { ...row, key: null, createdBy: ctx.actor.userId })
      await record(tx, ctx, 'issuer.created', row)
      return toIssuer({ ...row, ended_at: null })
    }),
  )
}

/** A row that waits for its signature; of a key kept already, what is in force stays so until then. */
async function askForSignature(ctx: Ctx<UserActor>, { chain_id: chainId, kind, ...input }: CreateIssuer) {
  const { organizationId, userId } = ctx.actor
  const last = addSeconds(ctx.now, YEAR_SECONDS)
  const validUntil = input.valid_until ?? last
  if (validUntil <= ctx.now || validUntil > last) throw badEnd()

  return inTransaction(ctx, async (tx) => {
    const known = input.address ? await findOwn(tx, ctx, { chainId, kind, address: input.address }) : null
    if (kind === 'KEPT' && input.address && !known) throw noSuchKey()
    const { key, address } = known ? { key: null, address: known.address } : newKeyOr(input.address as Hex | undefined)

    const asked = askDelegation({ kind, organizationId, chainId, address, validUntil }, ctx.now)
    if (known) {
      await saveDelegation(tx, known.id, { signed: known.delegation?.signed ?? null, asked })
      return { ...toIssuer(known), typed_data: typedDataOf(asked) }
    }

    const row = { ...blank(ctx, chainId, address), kind, status: 'DRAFT' as const, delegation: { signed: null, asked } }
    await deleteDrafts(tx, organizationId, chainId)
    await insertIssuer(tx, { ...row, key: key && sealText('issuer', row.id, key), createdBy: userId })
    return { ...toIssuer({ ...row, ended_at: null }), typed_data: typedDataOf(asked) }
  })
}

function newKeyOr(address: Hex | undefined): { key: Hex | null; address: Hex } {
  if (address) return { key: null, address }
  const key = generatePrivateKey()
  return { key, address: privateKeyToAccount(key).address.toLowerCase() as Hex }
}

async function signIssuer(
  ctx: Ctx<UserActor>,
  { chain_id: chainId, kind, address = '' }: CreateIssuer,
  signature: string,
) {
  const found = await findOwn(sqlOver(ctx.pool), ctx, { chainId, kind, address })
  const asked = requireAsked(found?.delegation?.asked, ctx.now)
  const signed = await checkDelegation(ctx, kind, asked, signature)

  return claiming(() =>
    inTransaction(ctx, async (tx) => {
      const row = found && (await lockIssuer(tx, found.id))
      const still = requireAsked(row?.delegation?.asked, ctx.now)
      if (!row || JSON.stringify(still.message) !== JSON.stringify(asked.message)) throw nothingAsked()

      const validUntil = kind === 'KEPT' ? endOf(asked) : null
      const delegation = { signed, asked: null }
      await activateIssuer(tx, row.id, delegation, validUntil)
      await record(tx, ctx, row.status === 'DRAFT' ? 'issuer.created' : 'issuer.renewed', row)
      return toIssuer({ ...row, status: 'ACTIVE', ended_at: null, delegation, valid_until: validUntil })
    }),
  )
}

async function findOwn(sql: Sql, ctx: Ctx<UserActor>, own: { chainId: number; kind: string; address: string }) {
  const rows = await findIssuers(sql, { organizationId: ctx.actor.organizationId, ...own })
  return rows.find(({ kind }) => kind === own.kind) ?? null
}

function requireAsked(asked: Asked | null | undefined, now: Date): Asked {
  if (asked && isOpen(asked, now)) return asked
  throw nothingAsked()
}

/** One active issuer for an organization on a chain, and one organization for an address there: indexes see to it. */
async function claiming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw notNow(
      'Your organization has an issuer on that chain, or that address attests for another. End the old one first.',
    )
  }
}

function blank(ctx: Ctx<UserActor>, chainId: number, address: Hex) {
  const { organizationId } = ctx.actor
  return {
    id: newId(),
    organization_id: organizationId,
    chain_id: chainId,
    address,
    valid_until: null,
    created_at: ctx.now,
  }
}

export function record(tx: Sql, ctx: Ctx<UserActor>, action: string, row: Pick<IssuerRow, 'id' | 'chain_id' | 'kind'>) {
  const details = { chain_id: row.chain_id, kind: row.kind }
  const { organizationId } = ctx.actor
  return recordAudit(tx, { ...ctx, organizationId, action, target: `issuer:${row.id}`, details })
}

function notLinked(): AppError {
  return new AppError(
    'E2008',
    'Link that wallet first, by a wallet proof of somebody who may attest for this organization.',
  )
}

function noSuchKey(): AppError {
  return new AppError('E9008', 'The desk keeps no key of that address for your organization on that chain.')
}

function nothingAsked(): AppError {
  return notNow('Nothing waits to be signed there, or no longer. Call without a signature for new typed data.')
}

function badEnd(): AppError {
  const message = `Choose an end within the next ${MAX_DELEGATION_DAYS} days.`
  return new AppError('E9004', message, { fields: [{ path: 'valid_until', message }] })
}
