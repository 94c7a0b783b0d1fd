'use client'

import { OneCall } from '@/components/challenge/chain-step'
import { OtherWallet } from '@/components/challenge/other-wallet'
import { Address } from '@/components/ui/address'
import { CopyButton } from '@/components/ui/copy-button'
import { useParty } from '@/components/wallet/party'
import type { ToSend } from './revoke-attestation'

/** The revocation of one attestation off chain, by the wallet that signed it; or the way there. */
export default function WalletRevokes({ uid, from, call, onMined }: ToSend & { onMined: () => void }) {
  const { party } = useParty()
  if (party?.address === from) {
    return (
      <OneCall of={`revoke.${uid}`} before={[]} call={call} then={[]} button="Send it" onMined={onMined}>
        <p className="text-[.9rem] text-soft">If you do nothing: it stands. You can ask for this again.</p>
      </OneCall>
    )
  }
  return (
    <OtherWallet signer={from} title="Another address signed it" says="It is">
      <p>Where a program of yours has its key, let that send this:</p>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Address value={call.to} />
        <CopyButton text={call.data} label="Copy the data" />
      </p>
    </OtherWallet>
  )
}
