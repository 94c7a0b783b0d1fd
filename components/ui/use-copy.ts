'use client'

import { useEffect, useState } from 'react'
import { copyText } from './copy-text'

const SAID_MS = 2_000

/** Copies when asked; for two seconds afterwards says how that went. */
export function useCopy(text: string): { copied: 'yes' | 'no' | null; copy: () => void } {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(null), SAID_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = () => void copyText(text).then((done) => setCopied(done ? 'yes' : 'no'))
  return { copied, copy }
}

/** What is said aloud after copying. */
export const COPIED_WORDS = { yes: 'Copied', no: 'Could not be copied: select it instead' }
