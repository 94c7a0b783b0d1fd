'use client'

import { toChecksum } from '@/lib/wallet/checksum'
import { Picture } from './picture'
import { ShortText } from './short-text'
import { shorten } from './shorten'

const ADDRESS = /0x[0-9a-f]{40}$/i

type Props = {
  /** An address in any spelling, or a DID that ends in one. */
  value: string
  full?: boolean
  picture?: boolean
  /** Pressing it copies it. False within links and buttons. */
  copy?: boolean
}

/** A wallet: its little picture and its EIP-55 address, the same everywhere. */
export function Address({ value, full = false, picture = true, copy = true }: Props) {
  const text = spell(value)
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-[.5em] align-middle">
      {picture ? <Picture of={text} className="size-[1.45em]" /> : null}
      <ShortText value={text} short={full ? text : shorten(text, 6, 4)} label="address" copy={copy} />
    </span>
  )
}

/** The address in EIP-55, also out of a DID; what holds none stays as it is. */
function spell(value: string): string {
  const [address] = ADDRESS.exec(value) ?? []
  return address ? toChecksum(address.toLowerCase()) : value
}
