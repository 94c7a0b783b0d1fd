import { unstable_rethrow } from 'next/navigation'
import { pressable } from '@/components/ui/button'
import { Picture } from '@/components/ui/picture'
import { shorten } from '@/components/ui/shorten'
import { listDemoWallets } from '@/lib/chain/dev-rpc'
import { pageContext } from '@/lib/http/action'
import { log } from '@/lib/log'
import { toChecksum } from '@/lib/wallet/checksum'

/** Who is signed in, on pages that do nothing with it: a way to their desk, or to connecting. Without any script. */
export async function AccountLink() {
  const address = await findAddress()
  if (!address) {
    return (
      <a href="/desk" className={`${pressable('plain')} min-h-9! px-3.5! py-1.5!`}>
        Connect
      </a>
    )
  }
  const spelled = toChecksum(address)
  const demo = (await listDemoWallets()).find((wallet) => wallet.address === address)
  return (
    <a href="/desk" className="inline-flex items-center gap-2 py-1 no-underline hover:underline" title={spelled}>
      <Picture of={spelled} className="size-[1.5em]" />
      {demo ? (
        <span className="font-[560] text-[.94rem]">{demo.name}</span>
      ) : (
        <span className="mono">{shorten(spelled, 6, 4)}</span>
      )}
      <span className="sr-only">, your desk</span>
    </a>
  )
}

/** These pages can be read while nobody can be recognized. */
async function findAddress(): Promise<string | null> {
  try {
    const { actor } = await pageContext()
    return actor.kind === 'user' ? actor.wallet.address : null
  } catch (err) {
    unstable_rethrow(err)
    log.warn({ err }, 'a page could not read who is signed in')
    return null
  }
}
