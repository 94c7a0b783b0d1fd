import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { didFromPath } from '@/components/agent/agent-href'
import { ManageAgent } from '@/components/agent/manage-agent'
import type { AgentView } from '@/components/agent/types'
import { toWire } from '@/components/data/to-wire'
import { SignedOut } from '@/components/wallet/signed-out'
import { getAgent } from '@/lib/agent/get'
import { AgentPath } from '@/lib/agent/schemas'
import { isAppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'

export const metadata: Metadata = { title: 'Your agent' }

export default async function ManageAgentPage({ params }: { params: Promise<{ did: string }> }) {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user') return <SignedOut title="Sign in to manage this agent" />
  const path = AgentPath.safeParse({ did: didFromPath((await params).did) })
  if (!path.success) notFound()
  try {
    const agent = toWire<AgentView>(await getAgent(ctx, path.data))
    // Others' agents have a page to look at, and nothing to manage.
    if (!agent.yours) notFound()
    return <ManageAgent drawn={{ of: ctx.actor.wallet.address, value: agent }} />
  } catch (error) {
    if (isAppError(error, 'E8001')) notFound()
    throw error
  }
}
