import { useId } from 'react'
import { drawRosette } from '@/components/proof/rosette-geometry'
import type { Hex } from '@/lib/proof/hash'
import { lightRings } from './light-rings'

/** The rosette of a receipt for a list: the same curves, so many fewer that a page of them weighs little. */
export function SmallRosette({ hash, className = 'size-14' }: { hash: Hex; className?: string }) {
  const id = useId()
  return (
    <svg viewBox="-102 -102 204 204" className={`${className} flex-none`} aria-hidden="true">
      <g fill="none" stroke="var(--seal)" strokeWidth="1.5" opacity=".85">
        {lightRings(drawRosette(hash)).map(({ petal, turns }, ring) => (
          <g key={petal}>
            <path id={`${id}${ring}`} d={petal} />
            {turns.map((degrees) => (
              <use key={degrees} href={`#${id}${ring}`} transform={`rotate(${degrees})`} />
            ))}
          </g>
        ))}
      </g>
    </svg>
  )
}
