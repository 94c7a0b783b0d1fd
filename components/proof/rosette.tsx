import { useId } from 'react'
import type { Hex } from '@/lib/proof/hash'
import { drawRosette, type RosetteRing } from './rosette-geometry'

/** The rosette of a receipt: an ornament for the eye; the hash it is drawn from stands in words on the page. */
export function Rosette({ hash, className }: { hash: Hex; className?: string }) {
  const id = useId()
  return (
    <svg viewBox="-102 -102 204 204" className={className} aria-hidden="true">
      <g fill="none" stroke="var(--seal)" strokeWidth=".34" opacity=".8">
        {drawRosette(hash).map((ring, index) => (
          <Ring key={ring.petal} ring={ring} id={`${id}${index}`} />
        ))}
      </g>
    </svg>
  )
}

function Ring({ ring: { petal, petals, copies }, id }: { ring: RosetteRing; id: string }) {
  return (
    <>
      <g id={`${id}r`}>
        <path id={`${id}p`} d={petal} />
        <Turned of={`#${id}p`} times={petals} step={360 / petals} />
      </g>
      <Turned of={`#${id}r`} times={copies} step={360 / petals / copies} />
    </>
  )
}

/** The same drawing again, turned; the first is already there. */
function Turned({ of, times, step }: { of: string; times: number; step: number }) {
  return Array.from({ length: times - 1 }, (_, index) => (index + 1) * step).map((degrees) => (
    <use key={degrees} href={of} transform={`rotate(${Number(degrees.toFixed(3))})`} />
  ))
}
