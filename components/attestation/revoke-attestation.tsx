'use client'

import { useRouter } from 'next/navigation'
import { lazy, Suspense } from 'react'
import { usePlace, usePlaceApi } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { Address } from '@/components/ui/address'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import type { PreparedCall } from '@/components/wallet/use-calls'
import { useStale } from './queries'
import { readRevocation } from './read-revocation'
import type { AttestationView, RevocationView } from './views'

// Wallet code is for those who are asked to send.
const WalletRevokes = lazy(() => import('./wallet-revokes'))

/** A revocation that only the issuer’s own address can send. */
export type ToSend = { uid: string; from: string; call: PreparedCall }

type Props = { row: AttestationView; onClose: () => void; onSend: (toSend: ToSend) => void }

/** Asks once, then follows what the desk answers: a workflow, a transaction for the issuer’s wallet, or nothing more. */
export function RevokeAttestation({ row, onClose, onSend }: Props) {
  const call = usePlaceApi()
  const place = usePlace()
  const router = useRouter()
  const stale = useStale()
  const toast = useToast()
  const revoke = async () => {
    const body = { chain_id: row.chain_id }
    const revocation = readRevocation(await call<RevocationView>('POST', `attestations/${row.uid}/revoke`, { body }))
    if (revocation.next === 'send') return onSend({ uid: row.uid, from: revocation.from, call: revocation.call })

    await stale()
    if (revocation.next === 'follow') {
      return router.push(placeHref(`/attestations/workflows/${revocation.workflowId}`, place))
    }
    if (revocation.next === 'none') return toast({ title: 'It is revoked' })
    toast({ title: 'Its revocation is on its way', says: 'It shows here once its chain has confirmed it.' })
  }
  return (
    <Confirm
      open
      onOpenChange={(open) => open || onClose()}
      title="Revoke this attestation?"
      says={
        <>
          Anybody who looks sees that it is revoked. It cannot be taken back: attest anew instead.
          <span className="mt-2 block">
            About <Address value={row.recipient} copy={false} />: {row.capabilities.join(', ')}
          </span>
        </>
      }
      action="Revoke it"
      onConfirm={revoke}
    />
  )
}

/** What the issuer’s address sends, and nobody else can. */
export function SendRevocation({ toSend, onClose }: { toSend: ToSend; onClose: () => void }) {
  const stale = useStale()
  const toast = useToast()
  const mined = () => {
    toast({ title: 'In a block', says: 'It shows here as revoked once the desk has read it from the chain.' })
    void stale()
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Revoke it from its issuer’s address"
      says="It was signed off chain: EAS takes its revocation from the address that signed it, and from no other."
    >
      <Suspense fallback={<Waiting says="Getting it ready" />}>
        <WalletRevokes {...toSend} onMined={mined} />
      </Suspense>
    </Dialog>
  )
}
