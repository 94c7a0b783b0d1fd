import { Scrolls } from './scrolls'

/** Code as it is to be typed or read. Long lines scroll inside, by touch and by keys. */
export function CodeBox({ label, children }: { label: string; children: string }) {
  return (
    <Scrolls label={label} className="mt-4 rounded-[3px] border border-line bg-wash px-4 py-3">
      <pre className="w-max min-w-full font-mono text-[.82rem] leading-[1.6] [font-variant-numeric:tabular-nums]">
        <code>{children}</code>
      </pre>
    </Scrolls>
  )
}
