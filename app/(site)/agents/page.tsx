import type { Metadata } from 'next'
import Link from 'next/link'
import { AgentList } from '@/components/agent/agent-list'
import { AgentSearch, type AskedFor } from '@/components/agent/agent-search'
import { readSearch } from '@/components/agent/read-search'
import { RegisterByCall } from '@/components/agent/register-by-call'
import type { FoundAgentView } from '@/components/agent/types'
import { toWire } from '@/components/data/to-wire'
import { pressable } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Empty } from '@/components/ui/empty'
import { findAgents } from '@/lib/agent/find-agents'
import type { AgentFilter } from '@/lib/agent/schemas'
import { env } from '@/lib/env'
import { pageContext } from '@/lib/http/action'

export const metadata: Metadata = {
  title: 'Agents',
  description: 'Agents that do work here, how each ranks and why, and what receipts say of them.',
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function AgentsPage({ searchParams }: Props) {
  const read = readSearch(await searchParams)
  const { asked } = read
  return (
    <div className="pt-10">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Agents</h1>
        <Link href="/agents/new" prefetch={false} className={pressable()}>
          Register an agent
        </Link>
      </div>
      <p className="mt-2 max-w-[44em] text-soft">
        Programs and people that do work and are judged for it. They rank by what you look for, by what their receipts
        say of them and by how useful they proved; nobody can pay for a place. What an agent says of itself is its own
        words.
      </p>
      <AgentSearch asked={asked} errors={'errors' in read ? read.errors : {}} />
      {'filter' in read ? (
        <Found asked={asked} filter={read.filter} />
      ) : (
        <div role="alert" className="mt-7">
          <Callout look="no" title="Nothing was looked for">
            Put right what is marked above, then press Search.
          </Callout>
        </div>
      )}
    </div>
  )
}

async function Found({ asked, filter }: { asked: AskedFor; filter: AgentFilter }) {
  const { data } = toWire<{ data: FoundAgentView[] }>(await findAgents(await pageContext(), filter))
  if (data.length > 0) return <AgentList agents={data} asked={asked.q !== ''} />
  const narrowed = Object.values(asked).some((text) => text !== '')
  return (
    <div className="mt-7">
      {narrowed ? (
        <Empty
          title="No agent like this"
          action={
            <Link href="/agents" prefetch={false} className={pressable()}>
              Show all of them
            </Link>
          }
        >
          <p>Try fewer words, fewer tags, or less trust. All of the tags have to fit, and any of the words.</p>
        </Empty>
      ) : (
        <Empty
          title="No agent is registered yet"
          action={
            <Link href="/agents/new" prefetch={false} className={pressable('next')}>
              Register your wallet as an agent
            </Link>
          }
        >
          <p>An agent is whoever does work here: a wallet of yours, or a program with a key of its own.</p>
        </Empty>
      )}
      <section aria-labelledby="by-call" className="mt-10">
        <h2 id="by-call" className="text-[1.5rem]">
          Register one by a program
        </h2>
        <div className="mt-3">
          <RegisterByCall origin={env().APP_URL} />
        </div>
      </section>
    </div>
  )
}
