import { randomBytes } from 'node:crypto'
import { privateKeyToAccount } from 'viem/accounts'
import { addLeaf } from '@/lib/anchor/add-leaf'
import { recordAudit } from '@/lib/audit/record'
import { resolveNetwork } from '@/lib/chain/networks'
import type { Ctx, UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { type Hex, hexOf } from '@/lib/proof/hash'
import {
  findOffchainFault,
  type OffchainAttestation,
  type OffchainDomain,
  type OffchainMessage,
  offchainDigest,
  offchainDocument,
  offchainDomain,
  offchainTypedData,
  offchainUid,
  saltOf,
} from '@/lib/proof/offchain'
import { asAttester } from '../access'
import { asChainAnswer } from '../chain-answer'
import { loadKey } from '../issuer/open-key'
import type { IssuerRow } from '../issuer/store'
import { type ItemData, readCapability, toItemData } from '../item-data'
import { easAddresses, readEas } from '../read-eas'
import { holdsCapability, requireSchema, type Schema } from '../schema/known'
import { MAX_SECONDS } from '../schemas'
import { insertOffchain } from '../store'
import { requireIssuer } from '../workflow/start'
import type { CreateOffchain, SignedOffchain } from './schemas'

/** How far the time in a message that an issuer signed alone may lie from the desk's. */
const TIME_SLACK_SECONDS = 600

/**
 * An attestation that is signed and anchored with the receipts, and sent nowhere. A kept key signs here; other issuers get the
 * typed data first, and call again with its message and their signature. E1006 for another's signature, E7005 for a schema
 * the organization may not use, 409 without an issuer on that chain.
 */
export function createOffchain(ctx: Ctx<UserActor>, input: CreateOffchain) {
  return asAttester(ctx, 'attestation.signed', async (ctx) => {
    resolveNetwork(input.chain_id)
    const domain = await domainOf(input.chain_id)
    if ('signature' in input) return await storeSigned(ctx, domain, input)
    const { chain_id: chainId, schema: named, ...item } = input
    const sql = sqlOver(ctx.pool)
    const schema = await requireSchema(sql, ctx.actor.organizationId, chainId, named)
    const issuer = await requireIssuer(sql, ctx, chainId)

    const message = toMessage(toItemData(item, schema, ctx.now), schema, issuer, ctx.now)
    if (issuer.kind === 'KEPT') {
      const account = privateKeyToAccount(await loadKey(sql, issuer.id))
      const signature = await account.sign({ hash: offchainDigest(domain, message) })
      return await store(ctx, schema, offchainDocument({ domain, message, signer: issuer.address, signature }))
    }
    return { uid: offchainUid(message), status: 'UNSIGNED' as const, typed_data: offchainTypedData(domain, message) }
  })
}

async function domainOf(chainId: number): Promise<OffchainDomain> {
  const { eas } = easAddresses(chainId)
  const { version, domain } = await asChainAnswer(() => readEas(chainId))
  return offchainDomain(chainId, version ?? domain.version, eas)
}

function toMessage(data: ItemData, { uid }: Schema, { address }: IssuerRow, now: Date): OffchainMessage {
  return {
    version: 2,
    schema: uid,
    recipient: data.recipient,
    time: String(Math.floor(now.getTime() / 1000)),
    expirationTime: String(data.expiration_time),
    revocable: data.revocable,
    refUID: data.ref_uid,
    data: data.data,
    salt: saltOf(address, hexOf(randomBytes(12))),
  }
}

/** What an issuer signed alone, checked as what the desk would have asked it to sign. */
async function storeSigned(
  ctx: Ctx<UserActor>,
  domain: OffchainDomain,
  { chain_id: chainId, message, signature }: SignedOffchain,
) {
  const sql = sqlOver(ctx.pool)
  const schema = await requireSchema(sql, ctx.actor.organizationId, chainId, message.schema)
  requireSound(message, schema, ctx.now)
  const { address: signer } = await requireIssuer(sql, ctx, chainId)
  const document = documentOf({ domain, message, signer, signature: signature as Hex })
  const fault = document ? await findOffchainFault(document) : 'its signature is none'
  if (!document || fault)
    throw new AppError('E1006', `This is not what ${signer} signed: ${fault}. Ask for typed data again.`)
  return await store(ctx, schema, document)
}

function documentOf(signed: Parameters<typeof offchainDocument>[0]): OffchainAttestation | null {
  try {
    return offchainDocument(signed)
  } catch {
    return null
  }
}

function requireSound({ time, expirationTime, revocable, data }: OffchainMessage, schema: Schema, now: Date): void {
  const seconds = Math.floor(now.getTime() / 1000)
  const wrong = (field: string, sentence: string) => {
    const path = `message.${field}`
    return new AppError('E9004', `${path}: ${sentence}`, { fields: [{ path, message: sentence }] })
  }
  if (Math.abs(Number(time) - seconds) > TIME_SLACK_SECONDS)
    throw wrong('time', 'Sign typed data of the last ten minutes.')
  if (expirationTime !== '0' && Number(expirationTime) <= seconds) throw wrong('expirationTime', 'This is in the past.')
  if (Number(expirationTime) > MAX_SECONDS) throw wrong('expirationTime', 'This is after the year 9999. 0 is never.')
  if (revocable && !schema.revocable) throw wrong('revocable', 'Nothing under this schema is revocable.')
  if (holdsNothing(data, schema)) throw wrong('data', 'These are not the fields of a capability.')
}

function holdsNothing(data: Hex, schema: Schema): boolean {
  return holdsCapability(schema) && readCapability(data, schema).integra_hash === null
}

/** The attestation and its leaf in the next batch, at once. Signed twice, it is stored once. */
function store(ctx: Ctx<UserActor>, schema: Schema, document: OffchainAttestation) {
  const { sig, signer } = document
  const { uid, message } = sig
  const { organizationId } = ctx.actor
  return inTransaction(ctx, async (tx) => {
    const issuer = await requireIssuer(tx, ctx, schema.chainId)
    if (issuer.address !== signer) throw new AppError('E1006', 'Another issuer attests for your organization by now.')

    const stored = await insertOffchain(tx, {
      chain_id: schema.chainId,
      uid,
      schema_uid: schema.uid,
      attester: signer,
      recipient: message.recipient,
      ...ofFields(message.data, schema),
      data: message.data,
      ref_uid: message.refUID,
      expiration_time: message.expirationTime,
      revocable: message.revocable,
      issued_at: new Date(Number(message.time) * 1000),
      status: 'SIGNED',
      offchain: true,
      document,
      organization_id: organizationId,
      created_at: ctx.now,
    })
    if (stored) {
      await addLeaf(tx, { kind: 'offchain', id: uid, now: ctx.now })
      const details = { chain_id: schema.chainId }
      await recordAudit(tx, {
        ...ctx,
        organizationId,
        action: 'attestation.signed',
        target: `attestation:${uid}`,
        details,
      })
    }
    return { uid, status: 'SIGNED' as const, document }
  })
}

function ofFields(data: Hex, schema: Schema) {
  const { capabilities, ...fields } = readCapability(data, schema)
  return { ...fields, capabilities: [...capabilities] }
}
