'use client'

import { useEffect, useRef } from 'react'

/**
 * Where focus goes back to when a window closes: what was focused or pressed last before it opened. A menu is gone by
 * then, so that its button counts.
 */
export function useOpener(open: boolean) {
  const opener = useRef<Element | null>(null)

  useEffect(() => {
    if (open) return
    const note = ({ target }: Event) => {
      const pressed =
        target instanceof Element ? target.closest('a, button, input, select, textarea, [tabindex]') : null
      if (pressed && !pressed.closest('[role=menu]')) opener.current = pressed
    }
    document.addEventListener('focusin', note)
    document.addEventListener('pointerdown', note)
    return () => {
      document.removeEventListener('focusin', note)
      document.removeEventListener('pointerdown', note)
    }
  }, [open])

  return {
    // A window that is drawn open has seen nothing before.
    onOpenAutoFocus: () => {
      opener.current ??= document.activeElement
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
    },
  }
}
