const SHAPES = {
  check: <path d="m3 8.6 3.2 3.200L13 4.6" />,
  quarter: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 2.300V8h5.700A5.7 5.7 0 0 0 8 2.300Z" fill="currentColor" />
    </>
  ),
  cross: <path d="m4 4 8 8m0-8-8 8" />,
  question: (
    <>
      <path d="M5.2 6a2.8 2.8 0 1 1 4.3 2.400C8.4 9 8 9.5 8 10.4" />
      <path d="M8 13v.1" />
    </>
  ),
}

/** A sign that always stands beside its word. */
export function Sign({ shape }: { shape: keyof typeof SHAPES }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className="size-4 flex-none"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[shape]}
    </svg>
  )
}
