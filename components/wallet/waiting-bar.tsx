import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Sign } from '@/components/ui/sign'
import type { Account } from './sign-in'

/** At the foot of every page while a contract wallet's owners sign. */
export function WaitingBar({ account, onShow }: { account: Account | null; onShow: () => void }) {
  return (
    <aside
      aria-label="Sign-in"
      className="fixed inset-x-0 bottom-0 z-30 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t bg-sheet px-6 py-3 print:hidden"
    >
      <p className="mr-auto flex flex-wrap items-center gap-x-2">
        <span className="text-amber">
          <Sign shape="quarter" />
        </span>
        Waiting for the owners of {account ? <Address value={account.address} copy={false} /> : 'your wallet'} to sign
        you in.
      </p>
      <Button onClick={onShow}>Show</Button>
    </aside>
  )
}
