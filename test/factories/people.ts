import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { currentTime } from '@/lib/clock'
import type { AnonymousActor, Ctx, UserActor } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { authenticate, type Credentials } from '@/lib/identity/authenticate'
import { createWalletChallenge } from '@/lib/wallet/create-challenge'
import { CreateWalletChallenge } from '@/lib/wallet/schemas'
import { verifyWallet } from '@/lib/wallet/verify'
import { demoAccount } from './demo-accounts'

type Signer = Pick<PrivateKeyAccount, 'address' | 'signMessage' | 'signTypedData'>

export type Person = {
  /** viem's account: signs what the desk hands out. */
  account: Signer
  /** Signed in, acting in the personal organization. */
  ctx: Ctx<UserActor>
  userId: string
  organizationId: string
  /** Lower-case. */
  address: `0x${string}`
  /** The access token behind `ctx`, for calls over HTTP. */
  token: string
}

type Options = { index?: number; account?: Signer; chainId?: number; now?: Date; db?: Database }

/** Somebody who has signed in with a wallet of their own, through the real verbs. */
export async function person(options: Options = {}): Promise<Person> {
  const { db = database(), chainId = 31337, now = currentTime() } = options
  const account = options.account ?? accountOf(options.index)
  const nobody = anonymous({ db, now })

  const request = CreateWalletChallenge.parse({ wallet_address: account.address, chain_id: chainId })
  const { challenge_id, message } = await createWalletChallenge(nobody, request)
  const signature = await account.signMessage({ message })
  const { access_token: token = '' } = await verifyWallet(nobody, { challenge_id, signature })

  const ctx = await signedIn({ bearer: token }, { db, now })
  const { userId, organizationId } = ctx.actor
  return { account, ctx, userId, organizationId, address: account.address.toLowerCase() as `0x${string}`, token }
}

/** The context of a call by nobody. */
export function anonymous({
  db = database(),
  now = currentTime(),
}: Pick<Options, 'db' | 'now'> = {}): Ctx<AnonymousActor> {
  return { actor: { kind: 'anonymous' }, now, requestId: newId(), db: db.prisma, pool: db.pool }
}

/** The context of a call with these credentials. Throws what the door would answer. */
export async function signedIn(
  credentials: Partial<Credentials>,
  options: Pick<Options, 'db' | 'now'> = {},
): Promise<Ctx<UserActor>> {
  const { db = database(), now = currentTime() } = options
  const actor = await authenticate({ sql: sqlOver(db.pool) }, { cookies: {}, ...credentials }, now)
  if (actor.kind !== 'user') throw new Error('These credentials are nobody’s.')
  return { ...anonymous({ db, now }), actor }
}

/** The same caller at another time. */
export function at<C extends Ctx>(ctx: C, now: Date): C {
  return { ...ctx, now }
}

function accountOf(index: number | undefined): Signer {
  if (index === undefined) return privateKeyToAccount(generatePrivateKey())
  return demoAccount(index)
}
