'use client'

import { Sign } from './sign'
import { COPIED_WORDS, useCopy } from './use-copy'

type Props = { value: string; short: string; label: string; copy: boolean }

/**
 * Something long and exact, shortened in the middle. The whole of it shows on hover, and in place when focused; a press
 * copies it.
 */
export function ShortText({ value, short, label, copy: copyable }: Props) {
  const { copied, copy } = useCopy(value)
  if (!copyable) {
    return (
      <span className="mono" title={value}>
        {short}
      </span>
    )
  }
  return (
    <span className="inline min-w-0">
      <button
        type="button"
        onClick={copy}
        title={value}
        aria-label={`Copy ${label} ${short}`}
        className={`mono group inline min-h-6 rounded-[3px] py-[3px] text-left hover:bg-wash ${
          // Its sign stays beside it; the whole of it needs more than one line.
          short === value ? '' : 'min-[24rem]:not-focus-visible:whitespace-nowrap'
        }`}
      >
        <span className="group-focus-visible:hidden">{short}</span>
        <span className="hidden group-focus-visible:inline">{value}</span>
        <Sign
          shape={copied === 'yes' ? 'check' : copied === 'no' ? 'cross' : 'copy'}
          className="ml-[.45em] inline size-[.95em] align-[-.1em] text-soft print:hidden"
        />
      </button>
      <span role="status" className="sr-only">
        {copied ? COPIED_WORDS[copied] : null}
      </span>
    </span>
  )
}
