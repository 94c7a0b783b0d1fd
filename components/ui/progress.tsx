/** How far long work has come, with counts. */
export function Progress({ done, total, label }: { done: number; total: number; label: string }) {
  return (
    <div className="grid gap-1.5">
      <p className="flex flex-wrap justify-between gap-x-4 text-[.92rem]">
        <span>{label}</span>
        <span className="text-soft tabular-nums">
          {done} of {total}
        </span>
      </p>
      <progress
        aria-label={label}
        value={done}
        max={Math.max(total, 1)}
        className="block h-1.5 w-full appearance-none bg-line [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-ink"
      />
    </div>
  )
}
