'use client'

import { Sign } from './sign'
import { COPIED_WORDS, useCopy } from './use-copy'

/** Copies `text`. `label` says what it is: “Copy the link”. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopy(text)
  return (
    <span className="inline-flex">
      <button
        type="button"
        onClick={copy}
        className="inline-flex min-h-7 items-center gap-1.5 rounded-[3px] px-1.5 text-[.92rem] hover:bg-wash"
      >
        <Sign shape={copied === 'yes' ? 'check' : copied === 'no' ? 'cross' : 'copy'} className="size-3.5 text-soft" />
        {label}
      </button>
      <span role="status" className={copied === 'no' ? 'text-[.92rem] text-red' : 'sr-only'}>
        {copied ? COPIED_WORDS[copied] : null}
      </span>
    </span>
  )
}
