import { failsNeeded, sayQuorum } from './say-status'

type Quorum = { k: number; m: number; passes: number; fails: number }

/** How far a committee is: a mark for each member, and the same in words. */
export function QuorumMeter({ quorum }: { quorum: Quorum }) {
  const { k, m, passes, fails } = quorum
  return (
    <div className="min-w-0">
      <svg viewBox={`0 0 ${Math.max(m, 1) * 20} 18`} className="h-[18px] w-auto max-w-full" aria-hidden="true">
        {/* Which member says what stands in the list; here only how many. */}
        {Array.from({ length: m }, (_, at) => at).map((at) => (
          <Mark key={at} at={at} says={at < passes ? 'pass' : at >= m - fails ? 'fail' : 'none'} />
        ))}
      </svg>
      <p className="text-[.9rem] text-soft">
        {sayQuorum(quorum)}
        {m > 0 && passes < k
          ? ` ${failsNeeded(quorum)} ${failsNeeded(quorum) === 1 ? 'fail' : 'fails'} would end it.`
          : ''}
      </p>
    </div>
  )
}

function Mark({ at, says }: { at: number; says: 'pass' | 'fail' | 'none' }) {
  const x = at * 20 + 9
  if (says === 'pass') {
    return (
      <g className="text-green" stroke="currentColor">
        <circle cx={x} cy="9" r="7.5" fill="none" strokeWidth="1.4" />
        <path d={`m${x - 3.4} 9.2 2.4 2.4 4.4-4.8`} fill="none" strokeWidth="1.7" strokeLinecap="round" />
      </g>
    )
  }
  if (says === 'fail') {
    return (
      <g className="text-red" stroke="currentColor">
        <circle cx={x} cy="9" r="7.5" fill="none" strokeWidth="1.4" />
        <path d={`m${x - 2.8} 6.2 5.6 5.6m0-5.6-5.6 5.6`} strokeWidth="1.7" strokeLinecap="round" />
      </g>
    )
  }
  return <circle cx={x} cy="9" r="7.5" fill="none" className="stroke-edge" strokeWidth="1.2" strokeDasharray="2 3" />
}
