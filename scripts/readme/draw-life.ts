import { type Station, stationsOf } from '../../components/challenge/life'
import { sayDuration, sayMove } from '../../components/challenge/words'
import { isTerminal, type Mode } from '../../lib/challenge/state'

/** Pure: the life of a challenge as a Mermaid diagram, from the table the desk decides by. */
export function drawLife(mode: Mode): string {
  const stations = stationsOf(mode)
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> DRAFT',
    ...stations.flatMap(drawMoves),
    ...stations.filter(({ status }) => isTerminal(status)).map(({ status }) => `  ${status} --> [*]`),
    '```',
  ].join('\n')
}

/** One arrow for each place a status can lead to, with every way there on it. */
function drawMoves({ status, onward, clock, exits }: Station): string[] {
  const ways = [
    ...[onward, ...exits].flatMap((exit) => (exit ? [[exit.to, sayMove(exit)] as const] : [])),
    ...(clock ? [[clock.to, `${sayDuration(clock.seconds)} pass`] as const] : []),
  ]
  return [...new Set(ways.map(([to]) => to))].map((to) => {
    const said = ways.filter((way) => way[0] === to).map(([, words]) => words)
    return `  ${status} --> ${to}: ${said.join(', or ')}`
  })
}
