import type { ReactNode } from 'react'
import { DeskProviders } from '@/components/data/desk-providers'
import { toWire } from '@/components/data/to-wire'
import type { NetworkView } from '@/components/data/types'
import { Frame } from '@/components/site/frame'
import { AccountMenu } from '@/components/wallet/account-menu'
import type { Party } from '@/components/wallet/party-type'
import { listNetworks } from '@/lib/chain/list-networks'
import { pageContext } from '@/lib/http/action'
import { pkhDid } from '@/lib/proof/did'

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { actor } = await pageContext()
  const party: Party | null =
    actor.kind === 'user'
      ? {
          address: actor.wallet.address,
          chainId: actor.wallet.chainId,
          did: pkhDid(actor.wallet.chainId, actor.wallet.address),
          userId: actor.userId,
          name: null,
          demo: null,
        }
      : null

  return (
    <DeskProviders party={party} others={[]} networks={toWire<NetworkView[]>(listNetworks().data)}>
      <Frame nav="desk" account={<AccountMenu />}>
        {children}
      </Frame>
    </DeskProviders>
  )
}
