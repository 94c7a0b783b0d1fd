'use client'

import Link from 'next/link'
import { useState } from 'react'
import { api } from '@/components/data/api'
import type { Drawn } from '@/components/desk/queries'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Confirm } from '@/components/ui/confirm'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import { parseDid } from '@/lib/proof/did'
import { agentHref } from './agent-href'
import { DidName } from './did-name'
import { RegisterForm } from './register-form'
import { sayStanding } from './say-standing'
import { StakeSection } from './stake-section'
import type { AgentView } from './types'
import { useAgent } from './use-agent'

/** One's own agent: whether it stands for committees, what it has locked, and what it says of itself. */
export function ManageAgent({ drawn }: { drawn: Drawn<AgentView> }) {
  const { data: agent, refetch } = useAgent(drawn)
  if (!agent) return <Waiting says="Reading your agent" />
  return (
    <div className="pt-10">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">{agent.name ?? 'Your agent'}</h1>
      <p className="mt-1.5 flex flex-wrap items-center gap-x-5 gap-y-1">
        <DidName did={agent.did} />
        <Link href={agentHref(agent.did)} prefetch={false}>
          As others see it
        </Link>
      </p>
      <p className="mt-3">
        {agent.active ? <Status look="ok">active</Status> : <Status look="no">expired</Status>}{' '}
        <span className="text-soft">
          until <Time at={agent.expires_at} />
        </span>
      </p>
      <div className="mt-9 grid gap-12">
        <Standing agent={agent} onChanged={refetch} />
        {agent.stake ? <StakeSection agent={agent} stake={agent.stake} onChanged={() => void refetch()} /> : null}
        <Words agent={agent} />
      </div>
    </div>
  )
}

function Standing({ agent, onChanged }: { agent: AgentView; onChanged: () => Promise<unknown> }) {
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const { look, name, says } = sayStanding(agent.standing)
  const to = !agent.auditor
  const change = async () => {
    await api('POST', `agents/${encodeURIComponent(agent.did)}/auditor`, { body: { auditor: to } })
    await onChanged()
    toast({ title: to ? 'It stands for committees' : 'It does not stand any more', says: 'The next roster follows.' })
  }
  return (
    <section aria-labelledby="standing">
      <h2 id="standing" className="text-[1.5rem]">
        Committees
      </h2>
      <p className="mt-2">
        <Status look={look}>{name}</Status>
        {agent.auditor_since ? (
          <span className="text-soft">
            {' '}
            since <Time at={agent.auditor_since} />
          </span>
        ) : null}
      </p>
      <p className="mt-1 max-w-[44em] text-soft">{says}</p>
      <p className="mt-4">
        <Button onClick={() => setAsking(true)}>
          {to ? 'Let it be drawn for committees' : 'Take it off the roster'}
        </Button>
      </p>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        look={to ? 'next' : 'danger'}
        title={to ? 'Let it be drawn for committees?' : 'Take it off the roster?'}
        says={
          to
            ? 'It is listed publicly from the next hour on, and drawn by lot. Who is drawn has a day to judge; whoever stays silent is replaced.'
            : 'The next roster does not list it. Seats it has already stay its own until they are over.'
        }
        action={to ? 'List it' : 'Take it off'}
        onConfirm={change}
      />
    </section>
  )
}

function Words({ agent }: { agent: AgentView }) {
  const { party } = useParty()
  const account = parseDid(agent.did)
  const known = {
    name: agent.name ?? '',
    capabilities: agent.capabilities.map(({ description, tags, version }, at) => ({
      key: `known-${at}`,
      description,
      tags: tags.join(', '),
      version,
    })),
    days: `${Math.max(1, Math.round(agent.ttl_seconds / 86_400))}`,
  }
  return (
    <section aria-labelledby="words">
      <h2 id="words" className="text-[1.5rem]">
        What it says of itself
      </h2>
      {account && party?.did === agent.did ? (
        <RegisterForm known={known} />
      ) : (
        <div className="mt-3 max-w-[44em]">
          <Callout look="none">
            {account ? (
              <>
                It is registered again by its own wallet: go on as <DidName did={agent.did} />.
              </>
            ) : (
              'It is registered again by its program, with its own key: the same two calls as the first time.'
            )}
          </Callout>
        </div>
      )}
    </section>
  )
}
