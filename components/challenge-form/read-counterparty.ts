import { isAppError } from '@/lib/errors'
import { parseAddress } from '@/lib/wallet/address'

/** What was typed for "who it is for", by its look. */
export type Named =
  | { kind: 'address'; address: string }
  | { kind: 'name'; name: string }
  | { kind: 'error'; error: string }

const PKH = /^did:pkh:eip155:[1-9]\d*:(.*)$/

/**
 * Pure: an address, a did:pkh or an ENS name. A mixed spelling with a wrong EIP-55 checksum is refused: it is most
 * likely a typing error.
 */
export function readCounterparty(typed: string): Named {
  const text = typed.trim()
  if (text === '') return { kind: 'error', error: 'Say who: an address, a DID, or an ENS name.' }
  if (text.startsWith('did:')) return readDid(text)
  if (/^0x/i.test(text)) return readAddress(text)
  if (/^[^\s/:@]+(?:\.[^\s/:@.]+)+$/.test(text)) return { kind: 'name', name: text }
  return { kind: 'error', error: 'This is no address (0x and 40 digits), no did:pkh and no ENS name like ann.eth.' }
}

function readDid(text: string): Named {
  const address = PKH.exec(text)?.[1]
  if (address !== undefined) return readAddress(address)
  return { kind: 'error', error: 'Only a did:pkh:eip155 names a wallet. Paste that, or the address itself.' }
}

/** Pure: as `readCounterparty`, for a field that takes addresses only. */
export function readAddress(typed: string): { kind: 'address'; address: string } | { kind: 'error'; error: string } {
  try {
    return { kind: 'address', address: parseAddress(typed.trim()) }
  } catch (error) {
    if (isAppError(error)) return { kind: 'error', error: error.message }
    throw error
  }
}
