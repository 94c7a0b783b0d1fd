import { LEFT_HALF, RIGHT_HALF } from '@/components/proof/seal-geometry'

/** The seal as the mark of waiting: two halves that go apart and close. Still for people who asked for less motion. */
export function Waiting({ says }: { says: string }) {
  return (
    <p role="status" className="flex items-center gap-3 py-6 text-soft">
      <svg viewBox="0 0 64 64" className="waiting size-8 flex-none" fill="var(--seal)" aria-hidden="true">
        <path d={LEFT_HALF} />
        <path d={RIGHT_HALF} />
      </svg>
      {says}
    </p>
  )
}
