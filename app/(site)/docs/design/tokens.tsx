/** Whole class names, so that they are found when the stylesheet is made. */
const INKS = [
  ['ink', 'text-ink', 'Text'],
  ['soft', 'text-soft', 'What explains'],
  ['green', 'text-green', 'It is so'],
  ['amber', 'text-amber', 'Not yet'],
  ['red', 'text-red', 'It is not so'],
] as const

const PAPERS = [
  ['paper', 'bg-paper', 'The page'],
  ['sheet', 'bg-sheet', 'What lies on it'],
  ['wash', 'bg-wash', 'What is quoted or pointed at'],
  ['line', 'bg-line', 'Hairlines'],
  ['edge', 'bg-edge', 'Edges of what can be pressed'],
  ['seal', 'bg-seal', 'The one next thing, and the seal'],
] as const

export function Tokens() {
  return (
    <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
      <ul className="grid content-start gap-2.5">
        {PAPERS.map(([name, background, use]) => (
          <li key={name} className="grid grid-cols-[44px_minmax(0,1fr)] items-center gap-x-3">
            <span className={`block h-9 border border-line ${background}`} />
            <span className="leading-tight">
              <span className="mono">{name}</span>
              <span className="block text-[.86rem] text-soft">{use}</span>
            </span>
          </li>
        ))}
      </ul>
      <ul className="grid content-start gap-2.5">
        {INKS.map(([name, color, use]) => (
          <li key={name} className={`font-[560] ${color}`}>
            <span className="mono font-[400]">{name}</span>
            <span className="block leading-tight">{use}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
