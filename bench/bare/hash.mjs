import { createKeccak } from 'hash-wasm'

const hasher = await createKeccak(256)

/** keccak256 over the parts one after the other, as 32 bytes. */
export function keccak256(...parts) {
  hasher.init()
  for (const part of parts) hasher.update(part)
  return hasher.digest('binary')
}

/** The EIP-55 spelling of a lower-case address. */
export function toChecksum(address) {
  const digits = address.slice(2)
  hasher.init()
  hasher.update(digits)
  const hash = hasher.digest('hex')
  let spelled = '0x'
  for (let i = 0; i < 40; i++) spelled += hash[i] >= '8' ? digits[i].toUpperCase() : digits[i]
  return spelled
}
