/** What scrolls must be reachable by keyboard, though it is nothing to press. */
const REACHABLE = { tabIndex: 0 } as const

/** What somebody else wrote, as text and nothing else. Long lines break; what is long scrolls in its own box. */
export function TextBox({ label, children }: { label: string; children: string }) {
  return (
    <section
      aria-label={label}
      className="max-h-[26rem] overflow-auto rounded-[3px] border border-line bg-wash px-4 py-3"
      {...REACHABLE}
    >
      <pre className="whitespace-pre-wrap font-mono text-[.82rem] leading-[1.6] [font-variant-numeric:tabular-nums] [overflow-wrap:anywhere]">
        {children}
      </pre>
    </section>
  )
}
