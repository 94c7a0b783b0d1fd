import type { ChallengeView } from '@/components/data/types'
import { Sign, type SignShape } from '@/components/ui/sign'

type Light = ChallengeView['traffic_light']['state']

const WORDS: Record<Light, { name: string; says: string; ink: string; shape: SignShape }> = {
  GREEN: { name: 'Green', says: 'safe to go on', ink: 'text-green', shape: 'check' },
  YELLOW: { name: 'Yellow', says: 'look before you go on', ink: 'text-amber', shape: 'warning' },
  RED: { name: 'Red', says: 'do not go on', ink: 'text-red', shape: 'cross' },
}

/** The traffic light for a party about to act, always with its reasons. */
export function TrafficLight({ light }: { light: ChallengeView['traffic_light'] }) {
  const { name, says, ink, shape } = WORDS[light.state]
  return (
    <section aria-label="Traffic light">
      <p className="flex items-baseline gap-[.42em]">
        <Sign shape={shape} className={`size-[1em] translate-y-[.14em] ${ink}`} />
        <span>
          <strong className={`font-[560] ${ink}`}>{name}</strong> <span className="text-soft">{says}</span>
        </span>
      </p>
      <ul className="mt-1.5 grid list-disc gap-1 pl-[18px] text-[.92rem] text-soft">
        {light.reasons.map(({ code, text }) => (
          <li key={code + text}>{text}</li>
        ))}
      </ul>
    </section>
  )
}
