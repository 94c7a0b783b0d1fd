import { retry } from '@/app/(desk)/ops/actions'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { ActButton } from './act-button'
import { sayCount } from './say'
import { Section } from './section'
import type { JobsView } from './types'

export function Queue({ queue, failed, actingAs }: JobsView & { actingAs: string }) {
  const forGood = failed.filter(({ for_good }) => for_good).length
  const state =
    failed.length === 0 ? (
      <Status look="ok">no failed job</Status>
    ) : (
      <Status look={forGood > 0 ? 'no' : 'wait'}>
        {forGood > 0 ? `${sayCount(forGood, 'job')} given up` : `${sayCount(failed.length, 'job')} being tried again`}
      </Status>
    )
  return (
    <Section id="queue" title="Queue" state={state}>
      <p className="text-soft">
        {sayCount(queue.waiting, 'job')} waiting, {queue.running} under way
        {queue.oldest_due_at ? (
          <>
            , the oldest due since <Time at={queue.oldest_due_at} />
          </>
        ) : null}
        .
      </p>
      {failed.length > 0 ? (
        <div className="mt-4">
          <Table label="Failed jobs">
            <thead>
              <tr>
                <Th>Job</Th>
                <Th>Tries</Th>
                <Th>Why</Th>
                <Th>Next try</Th>
                <Th>
                  <span className="sr-only">What to do</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {failed.map((job) => (
                <tr key={job.id}>
                  <Td className="whitespace-nowrap">
                    <code className="mono">{job.task}</code>
                  </Td>
                  <Td className="whitespace-nowrap">
                    {job.attempts} of {job.max_attempts}
                  </Td>
                  <Td className="min-w-[12rem] [overflow-wrap:anywhere]">{job.error}</Td>
                  <Td className="whitespace-nowrap">{job.for_good ? 'none' : <Time at={job.run_at} />}</Td>
                  <Td>
                    <ActButton
                      label="Do it again"
                      of={`${job.task} ${job.id}`}
                      act={retry.bind(null, { acting_as: actingAs, id: job.id })}
                      done="It is tried again now"
                    />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
    </Section>
  )
}
