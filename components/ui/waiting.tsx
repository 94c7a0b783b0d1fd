/** The seal as the mark of waiting: two halves that go apart and close. Still for people who asked for less motion. */
export function Waiting({ says }: { says: string }) {
  return (
    <p role="status" className="flex items-center gap-3 py-6 text-soft">
      <svg viewBox="0 0 64 64" className="waiting size-8 flex-none" fill="var(--seal)" aria-hidden="true">
        <path d="M32 6a26 26 0 0 0 0 52v-8a18 18 0 0 1 0-36Z" />
        <path d="M32 6a26 26 0 0 1 0 52v-8a18 18 0 0 0 0-36Z" />
      </svg>
      {says}
    </p>
  )
}
