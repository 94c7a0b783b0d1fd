const SHAPES = {
  check: <path d="m3 8.6 3.2 3.2L13 4.6" />,
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
  dash: <path d="M4 8h8" />,
  warning: (
    <>
      <path d="M8 2.4 14.2 13.400H1.800Z" />
      <path d="M8 6.600v3.200M8 11.600v.1" />
    </>
  ),
  copy: (
    <>
      <path d="M5.7 5.700h7.600v7.600H5.700z" />
      <path d="M10.4 3.200V2.700H2.700v7.700h.5" />
    </>
  ),
  down: <path d="m4 6.2 4 4 4-4" />,
  more: <path d="M3.2 8v.01M8 8v.01M12.8 8v.01" strokeWidth="2.4" />,
}

export type SignShape = keyof typeof SHAPES

/** A sign that always stands beside its word. */
export function Sign({ shape, className = 'size-4' }: { shape: SignShape; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={`${className} flex-none`}
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
