import { z } from 'zod'

const Address = z.string().regex(/^0x[0-9a-f]{40}$/)
const Cap = z.string().nullable().meta({ description: 'In the smallest unit; null: no cap.' })

export const NetworkAnswer = z.object({
  chain_id: z.string().meta({ description: 'CAIP-2', examples: ['eip155:1'] }),
  alias: z.string(),
  name: z.string(),
  eas: Address.nullable(),
  schema_registry: Address.nullable(),
  escrow: Address.optional().meta({ description: 'The contract that holds bonds. Without it there are none here.' }),
  auditor_stake: Address.optional().meta({ description: 'Where panel members lock their stake.' }),
  usable_blockhash: z
    .boolean()
    .meta({ description: 'Whether committees may be drawn from this chain’s block hashes.' }),
  assets: z.array(
    z.object({
      asset_type: z.enum(['NATIVE', 'ERC20']),
      token_address: Address.optional(),
      symbol: z.string(),
      decimals: z.int(),
      max_bond: Cap,
      max_committee_bond: Cap,
    }),
  ),
  feeds: z.array(z.object({ address: Address, description: z.string(), decimals: z.int() })),
  rpc_url: z.url().optional().meta({ description: 'The local chain only.' }),
  faucet: z.url().optional(),
})

export const NetworksAnswer = z.object({ data: z.array(NetworkAnswer) })
