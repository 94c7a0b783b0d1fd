import type { z } from 'zod'
import { env } from '@/lib/env'
import { caip2, type Network } from '@/lib/proof/chains'
import { bondLimitsOf } from '@/lib/stake/bond-limits'
import { escrowOf } from './escrow'
import { feedsOf } from './feeds'
import { type Asset, assetsOf, easOf, faucetOf, hasUsableBlockhash, servedNetworks } from './networks'
import type { NetworkAnswer, NetworksAnswer } from './schemas'

/** `GET networks`: the chains this desk serves and what it names on them. Never an RPC URL but the local chain's. */
export function listNetworks(): z.infer<typeof NetworksAnswer> {
  return { data: servedNetworks().map(toAnswer) }
}

function toAnswer(network: Network): z.infer<typeof NetworkAnswer> {
  const { eas, schemaRegistry } = easOf(network)
  const bonds = escrowOf(network.chainId)
  const faucet = faucetOf(network.chainId)
  const [rpcUrl] = network.local ? (env().rpcUrls.get(network.chainId) ?? []) : []
  return {
    chain_id: caip2(network.chainId),
    alias: network.alias,
    name: network.name,
    eas,
    schema_registry: schemaRegistry,
    ...(bonds ? { escrow: bonds.escrow, auditor_stake: bonds.auditorStake } : {}),
    usable_blockhash: hasUsableBlockhash(network.chainId),
    assets: assetsOf(network).map((asset) => toAsset(network.chainId, asset)),
    feeds: feedsOf(network.chainId),
    ...(faucet ? { faucet } : {}),
    ...(rpcUrl ? { rpc_url: rpcUrl } : {}),
  }
}

function toAsset(chainId: number, asset: Asset) {
  const { maxBond, maxCommitteeBond } = bondLimitsOf(chainId, asset)
  return {
    asset_type: asset.assetType,
    ...(asset.tokenAddress ? { token_address: asset.tokenAddress } : {}),
    symbol: asset.symbol,
    decimals: asset.decimals,
    max_bond: maxBond?.toString() ?? null,
    max_committee_bond: maxCommitteeBond?.toString() ?? null,
  }
}
