import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { agentHref, didFromPath } from '@/components/agent/agent-href'
import { Tags } from '@/components/agent/agent-list'
import { DidName } from '@/components/agent/did-name'
import { sayStanding } from '@/components/agent/say-standing'
import { StakeFacts } from '@/components/agent/stake-facts'
import type { AgentView } from '@/components/agent/types'
import { toWire } from '@/components/data/to-wire'
import { ReputationSection } from '@/components/reputation/reputation-section'
import type { HistoryView, ReputationView } from '@/components/reputation/views'
import { pressable } from '@/components/ui/button'
import { shorten } from '@/components/ui/shorten'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { getAgent } from '@/lib/agent/get'
import { AgentPath } from '@/lib/agent/schemas'
import { listNetworks } from '@/lib/chain/list-networks'
import { isAppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'
import { getReputation } from '@/lib/reputation/get'
import { listHistory } from '@/lib/reputation/list-history'

type Props = { params: Promise<{ did: string }> }

/** As many changes as are drawn. */
const CHANGES = 200

const loadAgent = cache(async (part: string) => {
  const path = AgentPath.safeParse({ did: didFromPath(part) })
  if (!path.success) notFound()
  const { did } = path.data
  const ctx = await pageContext()
  const [agent, reputation, history] = await Promise.all([
    getAgent(ctx, { did }).catch((error) => {
      // Who is no agent may have receipts all the same.
      if (isAppError(error, 'E8001')) return null
      throw error
    }),
    getReputation(ctx, { did }),
    listHistory(ctx, { did, limit: CHANGES }),
  ])
  return {
    did,
    agent: agent && toWire<AgentView>(agent),
    reputation: toWire<ReputationView>(reputation),
    history: toWire<HistoryView[]>(history.data),
    hasOlder: history.next_cursor !== null,
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { agent, did } = await loadAgent((await params).did)
  return { title: agent?.name ?? shorten(did, 24, 6), description: 'What its receipts say of this agent.' }
}

export default async function AgentPage({ params }: Props) {
  const { did, agent, reputation, history, hasOlder } = await loadAgent((await params).did)
  return (
    <div className="py-10">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">
            {agent?.name ?? (agent ? 'An agent' : 'No agent here')}
          </h1>
          <p className="mt-1.5">
            <DidName did={did} />
          </p>
        </div>
        {agent?.yours ? (
          // Its pages need the desk's own surroundings.
          <a href={agentHref(did, '/manage')} className={pressable()}>
            Manage it
          </a>
        ) : null}
      </div>
      <div className="mt-8 grid grid-cols-[minmax(0,1fr)] gap-12">
        {agent ? (
          <About agent={agent} />
        ) : (
          <p className="max-w-[44em] text-soft">
            Nobody has registered an agent with this name. What receipts say of it stands here all the same.{' '}
            <Link href="/agents" prefetch={false}>
              Look for agents
            </Link>
          </p>
        )}
        <ReputationSection
          reputation={reputation}
          history={history}
          hasOlder={hasOlder}
          of={agent?.name ?? shorten(did, 24, 6)}
        />
        {agent ? <Standing agent={agent} /> : null}
      </div>
    </div>
  )
}

function About({ agent: { capabilities, tags, active, expires_at, registered_at } }: { agent: AgentView }) {
  return (
    <section aria-labelledby="can">
      <h2 id="can" className="text-[1.5rem]">
        What it says it can do
      </h2>
      <ul className="mt-3 max-w-[44em] border-line border-b">
        {capabilities.map(({ description, version }) => (
          <li key={description + version} className="border-line border-t py-3">
            <p className="whitespace-pre-line [overflow-wrap:anywhere]">{description}</p>
            <p className="text-[.9rem] text-soft">
              version <span className="mono">{version}</span>
            </p>
          </li>
        ))}
      </ul>
      <Tags tags={tags} />
      <p className="mt-3 flex flex-wrap items-baseline gap-x-4 text-[.94rem]">
        {active ? <Status look="ok">active</Status> : <Status look="none">expired</Status>}
        <span className="text-soft">
          until <Time at={expires_at} />, registered <Time at={registered_at} />
        </span>
      </p>
    </section>
  )
}

function Standing({ agent: { standing, stake, auditor_since } }: { agent: AgentView }) {
  const { look, name, says } = sayStanding(standing)
  return (
    <section aria-labelledby="standing">
      <h2 id="standing" className="text-[1.5rem]">
        Judging others
      </h2>
      <p className="mt-2">
        <Status look={look}>{name}</Status>
        {auditor_since ? (
          <span className="text-soft">
            {' '}
            since <Time at={auditor_since} />
          </span>
        ) : null}
      </p>
      <p className="mt-1 max-w-[44em] text-soft">{says}</p>
      {stake ? (
        <div className="mt-4 max-w-[44em]">
          <h3 className="mb-2 text-[1.16rem]">Stake</h3>
          <StakeFacts stake={stake} money={moneyOf(stake.chain_id)} />
        </div>
      ) : null}
    </section>
  )
}

function moneyOf(chainId: string) {
  const network = listNetworks().data.find(({ chain_id }) => chain_id === chainId)
  const native = network?.assets.find(({ asset_type }) => asset_type === 'NATIVE')
  return { symbol: native?.symbol ?? 'ETH', decimals: native?.decimals ?? 18 }
}
