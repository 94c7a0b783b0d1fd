import { publicClient } from '@/lib/chain/public-client'
import type { Hex } from '@/lib/proof/hash'
import { EAS_ABI } from '../eas-abi'
import { easAddresses } from '../read-eas'

/** Unix seconds at which `attester` revoked it by EAS, 0 when it did not. */
export function readRevokeOffchain(chainId: number, attester: Hex, uid: Hex): Promise<bigint> {
  const { eas: address } = easAddresses(chainId)
  const contract = { address, abi: EAS_ABI } as const
  return publicClient(chainId).readContract({ ...contract, functionName: 'getRevokeOffchain', args: [attester, uid] })
}
