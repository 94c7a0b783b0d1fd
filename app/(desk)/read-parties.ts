import { headers } from 'next/headers'
import type { Party, WalletChoices } from '@/components/wallet/party-type'
import { listDemoWallets } from '@/lib/chain/dev-rpc'
import { env } from '@/lib/env'
import { pageContext } from '@/lib/http/action'
import { cookiesOf } from '@/lib/http/caller'
import { listParties } from '@/lib/identity/party/list'

type Parties = { party: Party | null; others: Party[]; choices: WalletChoices }

/** Who is signed in to the browser that asks for a page, and whom else it could sign in. */
export async function readParties(): Promise<Parties> {
  const [ctx, asked, demo] = await Promise.all([pageContext(), headers(), listDemoWallets()])
  const { data } = await listParties(ctx, cookiesOf(asked.get('cookie')))
  const names = new Map(demo.map(({ address, name }) => [address, name]))

  const parties = data.map(({ address, did, chain_id, user_id, name, active }) => {
    const party: Party = {
      address,
      did,
      chainId: Number(chain_id.split(':')[1]),
      userId: user_id,
      name,
      demo: names.get(address) ?? null,
    }
    return { active, party }
  })
  return {
    party: parties.find(({ active }) => active)?.party ?? null,
    others: parties.filter(({ active }) => !active).map(({ party }) => party),
    choices: { demo, walletConnectProjectId: env().WALLETCONNECT_PROJECT_ID ?? null },
  }
}
