import { env } from '@/lib/env'
import type { Hex } from '@/lib/proof/hash'

export type EscrowContracts = { escrow: Hex; auditorStake: Hex }

/** The contracts that hold bonds on a chain, lower-case; null where bonds are not open. */
export function escrowOf(chainId: number): EscrowContracts | null {
  const escrow = env().escrows.get(chainId)
  const auditorStake = env().auditorStakes.get(chainId)
  return escrow && auditorStake ? { escrow: lower(escrow), auditorStake: lower(auditorStake) } : null
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex
}
