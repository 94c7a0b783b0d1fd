import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Picture } from '@/components/ui/picture'
import { shorten } from '@/components/ui/shorten'
import { Waiting } from '@/components/ui/waiting'
import { toChecksum } from '@/lib/wallet/checksum'
import type { WalletOffer } from './engine'
import type { Party } from './party-type'

type Props = {
  /** Null while they are looked for. */
  offers: WalletOffer[] | null
  failed: boolean
  /** The account that is to sign in. */
  wanted: string | null
  /** Signed in to this browser, but not who this window is. */
  others: Party[]
  onSwitch: (address: string) => void
  onChoose: (offer: WalletOffer) => void
}

/** Every wallet this browser can sign in with, by the name and picture it gave itself. */
export function WalletList({ offers, failed, wanted, others, onSwitch, onChoose }: Props) {
  if (failed) {
    return (
      <div className="grid gap-4">
        <Callout look="no" title="The wallet part of this page did not load">
          Look at your connection, then load the page again. What you typed is kept.
        </Callout>
        <Button look="next" onClick={() => location.reload()}>
          Load the page again
        </Button>
      </div>
    )
  }
  if (offers === null) return <Waiting says="Looking for wallets" />

  // Who is signed in here needs no second signature.
  const here = new Set(others.map(({ address }) => `demo:${address}`))
  const of = (kind: WalletOffer['kind']) => offers.filter((offer) => offer.kind === kind && !here.has(offer.id))
  return (
    <div className="grid gap-6">
      {wanted ? (
        <p className="[overflow-wrap:anywhere]">
          Sign in as <span className="mono">{toChecksum(wanted)}</span>: choose the wallet that holds this account.
        </p>
      ) : null}
      {others.length > 0 && !wanted ? <SignedInHere others={others} onSwitch={onSwitch} /> : null}
      {of('injected').length > 0 ? (
        <Group label="In this browser" offers={of('injected')} onChoose={onChoose} />
      ) : (
        <NoneFound />
      )}
      {of('walletconnect').length > 0 ? (
        <Group label="On your phone" offers={of('walletconnect')} onChoose={onChoose} />
      ) : null}
      {of('demo').length > 0 ? (
        <Group
          label="Demo wallets"
          says="Accounts of the local chain, worth nothing. Their keys are public: play either side with them, nothing else."
          offers={of('demo')}
          onChoose={onChoose}
        />
      ) : null}
    </div>
  )
}

function SignedInHere({ others, onSwitch }: Pick<Props, 'others' | 'onSwitch'>) {
  return (
    <section aria-label="Signed in to this browser">
      <h3 className="font-[600] font-sans text-[.92rem] tracking-normal">Signed in to this browser</h3>
      <ul className="mt-2 border-line border-b">
        {others.map(({ address, demo, name }) => (
          <li key={address} className="border-line border-t">
            <button type="button" onClick={() => onSwitch(address)} className={ROW}>
              <Picture of={toChecksum(address)} className="size-7 flex-none" />
              <span className="min-w-0 flex-1 font-[560] [overflow-wrap:anywhere]">{name ?? demo ?? 'Switch to'}</span>
              <span className="mono text-soft">{shorten(toChecksum(address), 6, 4)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const ROW = 'flex min-h-12 w-full items-center gap-3 px-2 py-2 text-left hover:bg-wash'

type GroupProps = { label: string; says?: string; offers: WalletOffer[]; onChoose: Props['onChoose'] }

function Group({ label, says, offers, onChoose }: GroupProps) {
  return (
    <section aria-label={label}>
      <h3 className="font-[600] font-sans text-[.92rem] tracking-normal">{label}</h3>
      {says ? <p className="mt-1 text-[.9rem] text-soft">{says}</p> : null}
      <ul className="mt-2 border-line border-b">
        {offers.map((offer) => (
          <li key={offer.id} className="border-line border-t">
            <button type="button" onClick={() => onChoose(offer)} className={ROW}>
              <WalletPicture offer={offer} />
              <span className="min-w-0 flex-1 font-[560] [overflow-wrap:anywhere]">{offer.name}</span>
              {offer.kind === 'demo' ? (
                <span className="mono text-soft">{shorten(toChecksum(offer.id.slice(5)), 6, 4)}</span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function WalletPicture({ offer }: { offer: WalletOffer }) {
  if (offer.kind === 'demo') return <Picture of={toChecksum(offer.id.slice(5))} className="size-7 flex-none" />
  // Wallets give their picture as a data address (EIP-6963); anything else would be a call to somebody's server.
  if (offer.icon?.startsWith('data:image/')) {
    return (
      <svg viewBox="0 0 28 28" className="size-7 flex-none rounded-[5px]" aria-hidden="true">
        <image href={offer.icon} width="28" height="28" />
      </svg>
    )
  }
  return (
    <svg
      viewBox="0 0 28 28"
      className="size-7 flex-none text-soft"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="M4.500 9.500h19v13h-19zM4.500 9.500l13-4v4M19.500 16h.1" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}

function NoneFound() {
  return (
    <section aria-label="In this browser">
      <h3 className="font-[600] font-sans text-[.92rem] tracking-normal">No wallet found in this browser</h3>
      <p className="mt-1 text-[.92rem] text-soft">
        Install one as an extension, for example Rabby, Frame or MetaMask, and it appears here by itself; some need the
        page to be loaded again. On a phone, open this address in your wallet’s own browser.
      </p>
    </section>
  )
}
