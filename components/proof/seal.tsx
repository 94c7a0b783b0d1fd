/** How far the two halves have come: which are signed, how far apart they stand, and what holds them. */
export type SealState = {
  creator: boolean
  counterparty: boolean
  /** open: apart. closing: nearly touching. whole: one ring. cracked: out of line. broken: fallen apart. */
  ring: 'open' | 'closing' | 'whole' | 'cracked' | 'broken'
  /** The middle is filled once there is a receipt. */
  filled?: boolean
}

export const WHOLE_SEAL: SealState = { creator: true, counterparty: true, ring: 'whole', filled: true }

const LEFT = 'M32 6a26 26 0 0 0 0 52v-8a18 18 0 0 1 0-36Z'
const RIGHT = 'M32 6a26 26 0 0 1 0 52v-8a18 18 0 0 0 0-36Z'

/** Where each half stands. */
const PLACES: Record<SealState['ring'], { left: string; right: string }> = {
  open: { left: 'translate(-3.5 0)', right: 'translate(3.5 0)' },
  closing: { left: 'translate(-1.2 0)', right: 'translate(1.2 0)' },
  whole: { left: '', right: '' },
  cracked: { left: 'translate(-.8 -3)', right: 'translate(.8 3)' },
  broken: { left: 'translate(-4 0) rotate(-9 32 32)', right: 'translate(4 0) rotate(13 32 32)' },
}

/**
 * Two half rings, one for each party: hollow until that party signs, apart in a draft, whole when locked, filled when
 * completed. Whatever it shows is also said in words beside it, so it is hidden from readers aloud.
 */
export function Seal({ state, className = 'size-7' }: { state: SealState; className?: string }) {
  const place = PLACES[state.ring]
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true">
      <Half path={LEFT} transform={place.left} signed={state.creator} />
      <Half path={RIGHT} transform={place.right} signed={state.counterparty} />
      {state.filled ? <circle cx="32" cy="32" r="10.5" fill="var(--seal)" /> : null}
    </svg>
  )
}

function Half({ path, transform, signed }: { path: string; transform: string; signed: boolean }) {
  const look = signed
    ? { fill: 'var(--seal)', stroke: 'var(--seal)', strokeWidth: 0.4 }
    : { fill: 'none', stroke: 'var(--edge)', strokeWidth: 1.4, vectorEffect: 'non-scaling-stroke' }
  return <path d={path} transform={transform || undefined} strokeLinejoin="round" {...look} />
}
