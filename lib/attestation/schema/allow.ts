import { recordAudit } from '@/lib/audit/record'
import { resolveNetwork } from '@/lib/chain/networks'
import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { caip2 } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { asManager, notNow } from '../access'
import { asChainAnswer } from '../chain-answer'
import { registerSchemaCall, schemaUid, ZERO_ADDRESS } from '../encode'
import { easAddresses, readSchema } from '../read-eas'
import { deskSchemas } from './known'
import { toSchema } from './list'
import type { AllowSchema } from './schemas'
import { findSchemas, insertSchema } from './store'

/** As many schemas an organization may use, on all chains. */
const MAX_SCHEMAS = 100

/**
 * Lets the organization attest under a schema that is registered on its chain, as the registry there tells it. A definition
 * that is not registered yet is not stored: `calls` register it, from any wallet. E7005 for a uid nobody registered.
 */
export function allowSchema(ctx: Ctx<UserActor>, input: AllowSchema) {
  return asManager(ctx, 'schema.allowed', async (ctx) => {
    const { chain_id: chainId, definition, revocable } = input
    resolveNetwork(chainId)
    const { schemaRegistry } = easAddresses(chainId)
    const resolver = (input.resolver as Hex | undefined) ?? ZERO_ADDRESS
    const uid = definition ? schemaUid(definition, resolver, revocable) : (input.uid as Hex)
    const isDesks = (await deskSchemas()).some((schema) => schema.uid === uid && schema.chainId === chainId)
    if (isDesks) throw notNow('Everybody may attest under that schema already.')

    const found = await asChainAnswer(() => readSchema(chainId, uid))
    if (found) return await store(ctx, { chainId, uid, name: input.name, ...found })
    if (!definition) throw new AppError('E7005', 'Nobody registered a schema with that uid on that chain.')

    const data = registerSchemaCall(definition, resolver, revocable)
    const says = 'Register the schema, for everybody and for ever'
    const calls = [{ to: schemaRegistry, data, value: '0', chain_id: caip2(chainId), says }]
    const schema = { chainId, uid, name: input.name, definition, revocable, resolver, own: true }
    return { ...toSchema(schema), registered: false, calls }
  })
}

type Registered = { chainId: number; uid: Hex; name: string; definition: string; revocable: boolean; resolver: Hex }

function store(ctx: Ctx<UserActor>, schema: Registered) {
  const { organizationId } = ctx.actor
  return inTransaction(ctx, async (tx) => {
    const known = await findSchemas(tx, { organizationId })
    if (known.filter((row) => row.organization_id !== null).length >= MAX_SCHEMAS) throw tooMany()

    const { chainId, ...rest } = schema
    const row = { ...rest, id: newId(), chain_id: chainId, organization_id: organizationId }
    if (await insertSchema(tx, row, ctx.now)) {
      const details = { chain_id: chainId, schema_uid: schema.uid }
      await recordAudit(tx, { ...ctx, organizationId, action: 'schema.allowed', target: `schema:${row.id}`, details })
    }
    const [stored = row] = await findSchemas(tx, { organizationId, chainId, uid: schema.uid })
    return { ...toSchema({ ...stored, chainId, own: true }), registered: true }
  })
}

function tooMany(): AppError {
  return notNow(`Your organization may use ${MAX_SCHEMAS} schemas of its own, and does.`)
}
