import type { ReactNode } from 'react'
import { DeskProviders } from '@/components/data/desk-providers'
import { toWire } from '@/components/data/to-wire'
import type { NetworkView } from '@/components/data/types'
import { Frame } from '@/components/site/frame'
import { AccountMenu } from '@/components/wallet/account-menu'
import { listNetworks } from '@/lib/chain/list-networks'
import { readParties } from './read-parties'

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { party, others, choices } = await readParties()
  return (
    <DeskProviders
      party={party}
      others={others}
      choices={choices}
      networks={toWire<NetworkView[]>(listNetworks().data)}
    >
      <Frame nav="desk" account={<AccountMenu />}>
        {children}
      </Frame>
    </DeskProviders>
  )
}
