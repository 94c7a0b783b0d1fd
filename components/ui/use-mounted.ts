'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Whether this runs in a browser that has taken the page over: false on the server and in the first drawing. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
