import type { Metadata } from 'next'
import { DownloadAccount } from '@/components/settings/download-account'
import { EraseForm } from '@/components/settings/erase-form'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { SignedOut } from '@/components/wallet/signed-out'
import { settingsContext } from '../settings-context'

export const metadata: Metadata = { title: 'Your data, settings' }

export default async function AccountPage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see your data" />

  return (
    <SettingsFrame
      current="/settings/account"
      title="Your data"
      lead="What this desk knows of you, and how to make it forget."
    >
      <h2 className="text-[1.5rem]">Take it with you</h2>
      <p className="mt-2 mb-5 max-w-[38em]">
        One JSON file: your profile, wallets and sessions, keys without their secrets, addresses you are written to,
        organizations, challenges with what was signed and their logs, receipts, endpoints, events and deliveries, and
        the audit log. Balances are not in it, because nobody here keeps them.
      </p>
      <DownloadAccount />

      <h2 className="mt-14 border-line border-t pt-8 text-[1.5rem]">Erase the account</h2>
      <div className="mt-4 mb-7 grid gap-x-10 gap-y-6 sm:grid-cols-2">
        <section>
          <h3 className="text-[1.16rem]">What goes, at once</h3>
          <ul className="mt-2 grid list-disc gap-y-1 pl-[1.2em] marker:text-soft">
            <li>your name, and what your devices call themselves</li>
            <li>the link between your wallets: each may start anew</li>
            <li>all sessions, all API keys</li>
            <li>the addresses you are written to, and what you chose to hear of</li>
            <li>your own webhooks, inbox, published events and live tail; drafts nobody signed</li>
            <li>your place in every organization</li>
          </ul>
        </section>
        <section>
          <h3 className="text-[1.16rem]">What stays</h3>
          <ul className="mt-2 grid list-disc gap-y-1 pl-[1.2em] marker:text-soft">
            <li>what you signed, with the address that signed it: the other side relies on it</li>
            <li>receipts and their hashes, and what is anchored on chain</li>
            <li>open challenges: they run on to their deadlines, and you can no longer act in them</li>
          </ul>
        </section>
      </div>
      <EraseForm actingAs={ctx.actor.wallet.address} />
    </SettingsFrame>
  )
}
