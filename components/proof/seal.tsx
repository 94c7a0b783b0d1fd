import { drawSeal, type SealHalf, type SealState } from './seal-geometry'

export { type SealState, WHOLE_SEAL } from './seal-geometry'

/**
 * Two half rings, one for each party: hollow until that party signs, apart in a draft, whole when locked, filled when
 * completed. Whatever it shows is also said in words beside it, so it is hidden from readers aloud.
 */
export function Seal({ state, className = 'size-7' }: { state: SealState; className?: string }) {
  const { left, right, middle } = drawSeal(state)
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true">
      <Half half={left} />
      <Half half={right} />
      {middle ? <circle cx={middle.x} cy={middle.y} r={middle.radius} fill="var(--seal)" /> : null}
    </svg>
  )
}

/** A half that moves or is inked while the page is open does so where it can be seen. */
function Half({ half: { path, x, y, turn, inked } }: { half: SealHalf }) {
  const moved = [x || y ? `translate(${x} ${y})` : '', turn ? `rotate(${turn} 32 32)` : ''].filter(Boolean).join(' ')
  const look = inked
    ? { fill: 'var(--seal)', stroke: 'var(--seal)', strokeWidth: 0.4 }
    : { fill: 'none', stroke: 'var(--edge)', strokeWidth: 1.4, vectorEffect: 'non-scaling-stroke' }
  return <path d={path} transform={moved || undefined} strokeLinejoin="round" className="seal-half" {...look} />
}
