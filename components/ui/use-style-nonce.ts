'use client'

import { useInsertionEffect } from 'react'

/**
 * What locks scrolling behind a window writes a style tag, which the policy lets in by nonce only. It asks for the
 * nonce under this global name; the page's own scripts carry it.
 */
export function useStyleNonce(): void {
  useInsertionEffect(() => {
    const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce
    if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })
  }, [])
}
