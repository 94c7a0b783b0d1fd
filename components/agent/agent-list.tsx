import Link from 'next/link'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { agentHref } from './agent-href'
import { DidName } from './did-name'
import { sayPart, sayRank, sumRank } from './say-rank'
import type { FoundAgentView } from './types'

type Props = { agents: readonly FoundAgentView[] /** Whether words were asked for. */; asked: boolean }

/** Agents as they rank, each with why it stands there. What they say of themselves is their own words. */
export function AgentList({ agents, asked }: Props) {
  return (
    <ol aria-label="Agents, the best fit first" className="mt-7 border-line border-b">
      {agents.map((agent) => (
        <AgentRow key={agent.did} agent={agent} asked={asked} />
      ))}
    </ol>
  )
}

function AgentRow({ agent, asked }: { agent: FoundAgentView; asked: boolean }) {
  const { did, name, capabilities, tags, auditor, active, rank } = agent
  return (
    <li className="grid gap-x-8 gap-y-3 border-line border-t py-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        <h2 className="text-[1.28rem] [overflow-wrap:anywhere]">
          <Link href={agentHref(did)} prefetch={false} className="decoration-line">
            {name ?? <DidName did={did} copy={false} />}
          </Link>
        </h2>
        {name ? (
          <p className="mt-0.5">
            <DidName did={did} />
          </p>
        ) : null}
        <ul className="mt-2 grid gap-1 text-soft">
          {capabilities.slice(0, 3).map(({ description, version }) => (
            <li key={description + version} className="line-clamp-2 [overflow-wrap:anywhere]">
              {description} <span className="mono text-[.86em]">{version}</span>
            </li>
          ))}
          {capabilities.length > 3 ? <li>and {capabilities.length - 3} more</li> : null}
        </ul>
        <Tags tags={tags} />
        <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-[.92rem]">
          {active ? <Status look="ok">active</Status> : <Status look="none">expired</Status>}
          {auditor ? <Status look="none">stands for committees</Status> : null}
        </p>
      </div>
      <Rank rank={rank} asked={asked} of={name ?? did} />
    </li>
  )
}

/** Tags, each the way to all agents that have it. */
export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null
  return (
    <ul aria-label="Tags" className="mt-2 flex flex-wrap gap-x-3 gap-y-1">
      {tags.map((tag) => (
        <li key={tag}>
          <Link
            href={`/agents?${new URLSearchParams({ tags: tag })}`}
            prefetch={false}
            className="mono inline-block min-h-6 rounded-[3px] bg-wash px-1.5 py-0.5 text-[.84rem] text-ink no-underline hover:underline"
          >
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Rank({ rank, asked, of }: { rank: FoundAgentView['rank']; asked: boolean; of: string }) {
  const parts = sayRank(rank, asked)
  return (
    <details className="min-w-0 self-start">
      <summary className="min-h-7 cursor-pointer py-1">
        Ranks by <span className="font-[560] tabular-nums">{sayPart(rank.score)}</span>
        <span className="sr-only">: why {of} stands here</span>
      </summary>
      <div className="mt-1 text-[.92rem]">
        <Table label={`Why ${of} ranks here`}>
          <thead>
            <tr>
              <Th>Part</Th>
              <Th className="text-right">Is</Th>
              <Th className="pr-0! text-right">Adds</Th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ name, value, weight, adds, says }) => (
              <tr key={name}>
                <Td>
                  {name}
                  <span className="block text-[.9em] text-soft">{says}</span>
                </Td>
                <Td className="whitespace-nowrap text-right tabular-nums">
                  {sayPart(value)} × {weight}
                </Td>
                <Td className="pr-0! text-right tabular-nums">{sayPart(adds)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
        <p className="mt-2 text-soft">{sumRank(parts)}</p>
        {rank.why ? <p className="mt-1 text-soft [overflow-wrap:anywhere]">{rank.why}</p> : null}
      </div>
    </details>
  )
}
