import type { ReactNode } from 'react'
import { DeskProviders } from '@/components/data/desk-providers'
import { toWire } from '@/components/data/to-wire'
import type { NetworkView } from '@/components/data/types'
import { Frame } from '@/components/site/frame'
import { AccountMenu } from '@/components/wallet/account-menu'
import { listNetworks } from '@/lib/chain/list-networks'
import { listAudits } from '@/lib/committee/list-audits'
import type { Ctx } from '@/lib/context'
import { pageContext } from '@/lib/http/action'
import { isOperator } from '@/lib/ops/operators'
import { readParties } from './read-parties'

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext()
  const [{ party, others, choices }, seats] = await Promise.all([readParties(), hasSeats(ctx)])
  return (
    <DeskProviders
      party={party}
      others={others}
      choices={choices}
      networks={toWire<NetworkView[]>(listNetworks().data)}
    >
      <Frame
        nav="desk"
        account={<AccountMenu />}
        seats={seats}
        operator={ctx.actor.kind === 'user' && isOperator(ctx.actor)}
      >
        {children}
      </Frame>
    </DeskProviders>
  )
}

/** Whether one of their wallets sits on a panel, or did: most people never do. */
async function hasSeats(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind !== 'user') return false
  return (await listAudits(ctx, { limit: 1 })).data.length > 0
}
