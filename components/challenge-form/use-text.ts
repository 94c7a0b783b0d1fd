'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChallengeView, TypedData } from '@/components/data/types'
import { loadIntent } from './save-draft'

type Text = { typedData: TypedData | null; error: string | null }
const NONE: Text = { typedData: null, error: null }

/**
 * The text to sign. Asked for once: what somebody is reading must not change under their eyes because something happened
 * elsewhere, so this is no query that the event stream makes stale.
 */
export function useText({ id, mode }: Pick<ChallengeView, 'id' | 'mode'>): Text & { ask: () => void } {
  const [text, setText] = useState(NONE)
  const latest = useRef(0)

  const ask = useCallback(() => {
    latest.current += 1
    const asked = latest.current
    const hear = (heard: Text) => asked === latest.current && setText(heard)
    setText(NONE)
    loadIntent({ id, mode }).then(
      (typedData) => hear({ typedData, error: null }),
      (error) => hear({ typedData: null, error: error instanceof Error ? error.message : String(error) }),
    )
  }, [id, mode])
  useEffect(ask, [ask])

  return { ...text, ask }
}
