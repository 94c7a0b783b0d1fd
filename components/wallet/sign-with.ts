import { recoverAddress } from 'viem'
import type { TypedData } from '@/components/data/types'
import { digestOf, type PrimaryType } from '@/lib/proof/typed-data'
import { toChecksum } from '@/lib/wallet/checksum'
import {
  demoId,
  type OpenOptions,
  type Sighting,
  type WalletCall,
  type WalletEngine,
  type WalletSession,
} from './engine'
import type { Party } from './party-type'
import { toSendTrouble } from './send-trouble'
import { type Around, Troubled, toTrouble, WalletProblem, type WalletTrouble } from './trouble'
import { recallWallet, rememberWallet } from './wallet-memory'

type Step = 'connecting' | 'switching' | 'signing'
type Options = { chooseAccount?: boolean; onState(step: Step): void; networkName(chainId: number): string }

/** Has `party`'s wallet sign exactly `typedData`. Throws Troubled. */
export function signWith(
  engine: WalletEngine,
  party: Party,
  typedData: TypedData,
  options: Options,
): Promise<`0x${string}`> {
  return withWallet(engine, party, typedData.domain.chainId, options, toTrouble, async (session) => {
    const signature = await session.signTyped(typedData, party.address)
    await requireOwnSignature(session, party, typedData, signature)
    return signature
  })
}

/** Has `party`'s wallet sign exactly this text. Throws Troubled. */
export function signTextWith(
  engine: WalletEngine,
  party: Party,
  { message, chainId }: { message: string; chainId: number },
  options: Options,
): Promise<string> {
  return withWallet(engine, party, chainId, options, toTrouble, (session) => session.signText(message, party.address))
}

/** Has `party`'s wallet send one call on `chainId`. Resolves to its hash. Throws Troubled. */
export function sendWith(
  engine: WalletEngine,
  party: Party,
  { chainId, ...call }: WalletCall & { chainId: number },
  options: Options,
): Promise<`0x${string}`> {
  return withWallet(engine, party, chainId, options, toSendTrouble, (session) => session.send(call, party.address))
}

/** Asks the party's own wallet, on its account and this network; what goes wrong comes in plain words. */
async function withWallet<T>(
  engine: WalletEngine,
  party: Party,
  chainId: number,
  { chooseAccount, onState, networkName }: Options,
  say: (error: unknown, around: Around) => WalletTrouble,
  ask: (session: WalletSession) => Promise<T>,
): Promise<T> {
  let wallet: string | undefined = party.demo ?? undefined
  try {
    onState('connecting')
    const session = await openWallet(engine, party, chooseAccount ? { chooseAccount } : { silent: true })
    wallet = session.name
    await requireAccount(session, party)

    if ((await session.chainId()) !== chainId) {
      onState('switching')
      await session.switchTo(chainId)
    }

    onState('signing')
    return await ask(session)
  } catch (error) {
    const wanted = toChecksum(party.address)
    throw new Troubled(say(error, { wallet, wanted, network: networkName(chainId), chainId }))
  }
}

/** What became of a transaction, by what the wallet's own node says. Asks nobody anything. */
export async function lookUpWith(
  engine: WalletEngine,
  party: Party,
  sent: { hash: string; nonce: number | null },
): Promise<Fate> {
  const session = await openWallet(engine, party, { silent: true })
  const sighting = await session.lookUp(sent.hash)
  if (sighting.kind !== 'unknown') return sighting
  if (sent.nonce === null) return { kind: 'unknown' }
  return { kind: (await session.minedCount(party.address)) > sent.nonce ? 'replaced' : 'unknown' }
}

/** `replaced`: another transaction of the account took its place. */
export type Fate = Sighting | { kind: 'replaced' }

/** The wallet this party signed in with; else the one that shows its account, or the only one there is. */
async function openWallet(engine: WalletEngine, party: Party, options: OpenOptions): Promise<WalletSession> {
  if (party.demo) return engine.open(demoId(party.address))

  const known = recallWallet(party.address) ?? (await engine.findHolders(party.address))[0] ?? onlyOne(engine)
  if (known === undefined) throw new WalletProblem('gone')
  const session = await engine.open(known, options).catch((error) => {
    // It has forgotten this page, or is locked: then it has to ask.
    if (options.silent) return engine.open(known)
    throw error
  })
  rememberWallet(party.address, known)
  return session
}

/** With one wallet installed there is nothing to choose. */
function onlyOne(engine: WalletEngine): string | undefined {
  const [first, second] = engine.offers().filter(({ kind }) => kind === 'injected')
  return second ? undefined : first?.id
}

async function requireAccount(session: WalletSession, { address }: Party): Promise<void> {
  const accounts = await session.accounts()
  const [shown] = accounts
  if (shown === undefined) throw new WalletProblem('locked')
  if (!accounts.includes(address)) throw new WalletProblem('wrong-account', { shown: toChecksum(shown) })
}

const EOA_SIGNATURE = 2 + 65 * 2

/** A signature of something else, or by somebody else, never leaves this page. What contracts say is for the desk to ask. */
async function requireOwnSignature(
  session: WalletSession,
  { address }: Party,
  { primaryType, domain, message }: TypedData,
  signature: `0x${string}`,
): Promise<void> {
  if (signature.length !== EOA_SIGNATURE) return
  const hash = digestOf(primaryType as PrimaryType, domain as never, message as never)
  const signer = await recoverAddress({ hash, signature }).catch(() => null)
  if (signer?.toLowerCase() === address) return
  if (await session.hasCode(address)) return
  throw new WalletProblem('other-signer')
}
