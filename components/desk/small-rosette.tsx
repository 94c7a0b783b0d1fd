import { useId } from 'react'
import { drawRosette, type RosetteRing } from '@/components/proof/rosette-geometry'
import type { Hex } from '@/lib/proof/hash'
import { lightRings } from './light-rings'

/** The rosette of a receipt for a list: the same curves with fewer rings and figures, so that a page of them is light. */
export function SmallRosette({ hash, className = 'size-14' }: { hash: Hex; className?: string }) {
  const id = useId()
  return (
    <svg viewBox="-102 -102 204 204" className={`${className} flex-none`} aria-hidden="true">
      <g fill="none" stroke="var(--seal)" strokeWidth=".75">
        {lightRings(drawRosette(hash)).map((ring, index) => (
          <Ring key={ring.petal} ring={ring} id={`${id}${index}`} />
        ))}
      </g>
    </svg>
  )
}

/** A petal turned to a ring, and the ring turned again: drawn once, used many times. */
function Ring({ ring: { petal, petals, copies }, id }: { ring: RosetteRing; id: string }) {
  return (
    <>
      <g id={`${id}r`}>
        <path id={`${id}p`} d={petal} />
        {turns(petals, 360 / petals).map((degrees) => (
          <use key={degrees} href={`#${id}p`} transform={`rotate(${degrees})`} />
        ))}
      </g>
      {turns(copies, 360 / petals / copies).map((degrees) => (
        <use key={degrees} href={`#${id}r`} transform={`rotate(${degrees})`} />
      ))}
    </>
  )
}

const turns = (times: number, step: number) =>
  Array.from({ length: times - 1 }, (_, index) => Number(((index + 1) * step).toFixed(2)))
