import { useId } from 'react'
import { drawPicture } from './picture-geometry'

/** The little picture of an address, the same everywhere. It stands beside the address, so it is not read aloud. */
export function Picture({ of, className = 'size-7' }: { of: string; className?: string }) {
  const id = useId()
  const { ground, cut, ring, dot } = drawPicture(of)
  return (
    <svg viewBox="-1 -1 34 34" className={`${className} flex-none`} aria-hidden="true">
      <clipPath id={id}>
        <circle cx="16" cy="16" r="16" />
      </clipPath>
      <g clipPath={`url(#${id})`}>
        <path d="M0 0h32v32H0Z" fill={ground} />
        <path d={cut.path} fill={cut.ink} />
        <circle cx={ring.x} cy={ring.y} r={ring.radius} fill="none" stroke={ring.ink} strokeWidth={ring.width} />
        <circle cx={dot.x} cy={dot.y} r={dot.radius} fill={dot.ink} />
      </g>
      <circle cx="16" cy="16" r="16" fill="none" stroke="var(--edge)" strokeWidth=".7" />
    </svg>
  )
}
