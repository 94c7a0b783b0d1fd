import type { Metadata } from 'next'
import { AskOnce } from '@/components/settings/ask-once'
import { LinkWallet } from '@/components/settings/link-wallet'
import { Row, Rows } from '@/components/settings/rows'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { Address } from '@/components/ui/address'
import { Time } from '@/components/ui/time'
import { SignedOut } from '@/components/wallet/signed-out'
import { getMe } from '@/lib/identity/get-me'
import { networkOf } from '@/lib/proof/chains'
import { shortenAddress } from '@/lib/wallet/address'
import { settingsContext } from '../settings-context'
import { unlink } from './actions'

export const metadata: Metadata = { title: 'Wallets, settings' }

export default async function WalletsPage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see your wallets" />

  const { wallets } = await getMe(ctx)
  const current = ctx.actor.wallet.address
  return (
    <SettingsFrame
      current="/settings/wallets"
      title="Wallets"
      lead="Any of them signs you in to this account, and may back what a challenge asks you to hold. Linked wallets count as one party: you cannot make a deal with yourself."
    >
      <Rows label="Your wallets">
        {wallets.map((wallet) => (
          <Row
            key={wallet.address}
            title={<Address value={wallet.address} />}
            says={
              <>
                {wallet.kind === 'CONTRACT' ? 'A contract, proven' : 'Proven'} <Time at={wallet.verified_at} /> on{' '}
                {chainName(wallet.chain_id)}
                {wallet.address === current ? '. This session was opened with it.' : '.'}
              </>
            }
            action={
              wallets.length > 1 ? (
                <AskOnce
                  label="Unlink"
                  of={shortenAddress(wallet.address)}
                  title={`Unlink ${shortenAddress(wallet.address)}`}
                  says={<UnlinkSays isCurrent={wallet.address === current} />}
                  action="Unlink it"
                  run={unlink.bind(null, { acting_as: current, address: wallet.address })}
                  done="The wallet is unlinked"
                />
              ) : null
            }
          />
        ))}
      </Rows>
      {wallets.length === 1 ? (
        <p className="mt-3 text-[.94rem] text-soft">
          Your only wallet cannot be unlinked: nobody could sign in any more. Link another one first.
        </p>
      ) : null}
      <div className="mt-8">
        <LinkWallet account={current} />
      </div>
    </SettingsFrame>
  )
}

function UnlinkSays({ isCurrent }: { isCurrent: boolean }) {
  return (
    <>
      <p>
        It no longer signs you in here, and its sessions end at once
        {isCurrent ? ', this one too: you will be signed out and go on with another of your wallets' : ''}. Receipts
        stay as they are. Whoever holds it can start an account of its own with it.
      </p>
      <p className="mt-2">Refused while an open challenge rests on it.</p>
    </>
  )
}

function chainName(caip2: string): string {
  return networkOf(Number(caip2.split(':')[1]))?.name ?? caip2
}
