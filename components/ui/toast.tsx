'use client'

import * as Primitive from '@radix-ui/react-toast'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { Sign } from './sign'
import { INK_OF, SIGN_OF } from './status'
import { useMounted } from './use-mounted'

export type Toast = { title: string; says?: string; look?: 'ok' | 'wait' | 'no' }

type Shown = Toast & { id: number; open: boolean }

const SHOWN_MS = { ok: 6_000, wait: 8_000, no: 14_000 }
/** How long a closed one may still fade. */
const FADE_MS = 300

const ToastContext = createContext<((toast: Toast) => void) | null>(null)

/** `const toast = useToast()`, then `toast({ title, says, look })`: said aloud, shown at the edge, gone by itself. */
export function useToast(): (toast: Toast) => void {
  const toast = useContext(ToastContext)
  if (!toast) throw new Error('useToast stands within a ToastProvider')
  return toast
}

let lastId = 0

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([])
  const mounted = useMounted()

  const toast = useCallback((given: Toast) => {
    lastId += 1
    setShown((before) => [...before.slice(-3), { ...given, id: lastId, open: true }])
  }, [])

  const close = (id: number) => {
    setShown((before) => before.map((one) => (one.id === id ? { ...one, open: false } : one)))
    setTimeout(() => setShown((before) => before.filter((one) => one.id !== id)), FADE_MS)
  }

  return (
    <Primitive.Provider label="Message" swipeDirection="right">
      <ToastContext value={toast}>{children}</ToastContext>
      {shown.map((one) => (
        <ToastCard key={one.id} toast={one} onClose={() => close(one.id)} />
      ))}
      {/* Not in the page's HTML: its style attributes would break the policy there. */}
      {mounted ? (
        <Primitive.Viewport
          label="Messages ({hotkey})"
          className="fixed right-0 bottom-0 z-50 flex max-h-svh w-full max-w-[25rem] flex-col gap-2.5 p-4 print:hidden"
        />
      ) : null}
    </Primitive.Provider>
  )
}

function ToastCard({ toast: { title, says, look = 'ok', open }, onClose }: { toast: Shown; onClose: () => void }) {
  return (
    <Primitive.Root
      open={open}
      onOpenChange={(next) => next || onClose()}
      duration={SHOWN_MS[look]}
      className="toast grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 border border-line bg-sheet py-3 pr-2 pl-4 text-ink shadow-[0_12px_36px_rgb(0_0_0/.16)]"
    >
      <span className={`mt-1 ${INK_OF[look]}`}>
        <Sign shape={SIGN_OF[look]} />
      </span>
      <div className="[overflow-wrap:anywhere]">
        <Primitive.Title className="font-[560]">{title}</Primitive.Title>
        {says ? <Primitive.Description className="text-[.92rem] text-soft">{says}</Primitive.Description> : null}
      </div>
      <Primitive.Close
        aria-label="Close"
        className="grid size-7 place-items-center rounded-[3px] text-soft hover:bg-wash hover:text-ink"
      >
        <Sign shape="cross" className="size-3.5" />
      </Primitive.Close>
    </Primitive.Root>
  )
}
