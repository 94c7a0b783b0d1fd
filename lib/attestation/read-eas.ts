import { type PublicClient, zeroAddress } from 'viem'
import { easOf } from '@/lib/chain/networks'
import { publicClient } from '@/lib/chain/public-client'
import { AppError } from '@/lib/errors'
import { networkOf } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { singleton } from '@/lib/singleton'
import { delegationFormOf, type Eas, separatorOf } from './delegated'
import { EAS_ABI, REGISTRY_ABI } from './eas-abi'

/** Where EAS and its registry are on a chain. E2002 where there is none. */
export function easAddresses(chainId: number): { eas: Hex; schemaRegistry: Hex } {
  const network = networkOf(chainId)
  const { eas, schemaRegistry } = network ? easOf(network) : { eas: null, schemaRegistry: null }
  if (!eas || !schemaRegistry) throw new AppError('E2002', 'There is no EAS on that chain. GET networks says where.')
  return { eas: eas as Hex, schemaRegistry: schemaRegistry as Hex }
}

/**
 * Versions in the domains of deployed contracts, beside the one `version()` names: the predeploys of the OP stack moved
 * their version on and kept the domain.
 */
const DOMAIN_VERSIONS = ['1.4.0', '1.3.0', '1.2.0', '1.1.0', '1.0.1', '1.0.0', '0.26']

/** The domain and form of a chain's EAS, as its contract tells them; asked once. Throws when no provider answers. */
export async function readEas(chainId: number, client: PublicClient = publicClient(chainId)): Promise<Eas> {
  const { eas: address } = easAddresses(chainId)
  const known = singleton('eas-contracts', () => new Map<string, Eas>())
  const key = `${chainId} ${address}`
  const kept = known.get(key)
  if (kept) return kept

  const eas = await askContract(chainId, address, client)
  known.set(key, eas)
  return eas
}

async function askContract(chainId: number, address: Hex, client: PublicClient): Promise<Eas> {
  const contract = { address, abi: EAS_ABI } as const
  const [version, separator, typeHash] = await Promise.all([
    client.readContract({ ...contract, functionName: 'version' }),
    client.readContract({ ...contract, functionName: 'getDomainSeparator' }),
    client.readContract({ ...contract, functionName: 'getAttestTypeHash' }),
  ])
  const form = delegationFormOf(typeHash)
  const domain = [version, ...DOMAIN_VERSIONS]
    .map((one) => ({ name: 'EAS', version: one, chainId, verifyingContract: address }))
    .find((one) => separatorOf(one) === separator)
  if (!form || !domain) throw new Error(`EAS ${version} of chain ${chainId} wants signatures this desk does not know`)
  return { domain, form, version }
}

/** The next nonce of an issuer's delegated calls. */
export function readEasNonce(chainId: number, issuer: Hex, client = publicClient(chainId)): Promise<bigint> {
  const { eas: address } = easAddresses(chainId)
  return client.readContract({ address, abi: EAS_ABI, functionName: 'getNonce', args: [issuer] })
}

/** What EAS holds under a uid; null when there is nothing. */
export async function readAttestation(chainId: number, uid: Hex, client = publicClient(chainId)) {
  const { eas: address } = easAddresses(chainId)
  const found = await client.readContract({ address, abi: EAS_ABI, functionName: 'getAttestation', args: [uid] })
  return found.attester === zeroAddress ? null : found
}

/** A schema as its chain's registry holds it; null when nobody registered it. */
export async function readSchema(chainId: number, uid: Hex, client = publicClient(chainId)) {
  const { schemaRegistry: address } = easAddresses(chainId)
  const found = await client.readContract({ address, abi: REGISTRY_ABI, functionName: 'getSchema', args: [uid] })
  if (BigInt(found.uid) === 0n) return null
  return { definition: found.schema, revocable: found.revocable, resolver: found.resolver.toLowerCase() as Hex }
}
