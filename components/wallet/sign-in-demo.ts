import { openDemoProvider } from './demo-provider'
import type { DemoWallet } from './party-type'
import { askText, proveText } from './sign-in-call'
import { toTrouble, type WalletTrouble } from './trouble'

/** Signs a demo wallet in without a dialog: its key is public and there is nothing to decide. The trouble, or null. */
export async function signInDemo({ address, name }: DemoWallet): Promise<WalletTrouble | null> {
  try {
    const text = await askText({ address, chainId: 31337, contract: false })
    const provider = openDemoProvider(address)
    const signature = await provider.request({ method: 'personal_sign', params: [toHex(text.message), address] })
    await proveText(text.challenge_id, String(signature))
    return null
  } catch (error) {
    return toTrouble(error, { wallet: name })
  }
}

/** Text as the hexadecimal bytes that personal_sign takes. */
export function toHex(text: string): `0x${string}` {
  const bytes = new TextEncoder().encode(text)
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
