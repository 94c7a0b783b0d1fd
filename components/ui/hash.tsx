'use client'

import { ShortText } from './short-text'
import { shorten } from './shorten'

type Props = {
  value: string
  /** What it is the hash of: “Final commitment”. Heard, not seen. */
  label?: string
  copy?: boolean
}

/** A hash, shortened in the middle; whole on hover and focus, copied by a press. */
export function Hash({ value, label = 'hash', copy = true }: Props) {
  return (
    <ShortText value={value} short={shorten(value, value.startsWith('0x') ? 10 : 8, 8)} label={label} copy={copy} />
  )
}
