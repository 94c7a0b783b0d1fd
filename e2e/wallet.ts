import type { BrowserContext, Page } from '@playwright/test'
import { createWalletClient, type Hex, http, type LocalAccount } from 'viem'
import { foundry } from 'viem/chains'
import { localNetwork } from './parties'

export type WalletOptions = {
  /** One of the local chain's unlocked accounts by number, or a key of the test's own. */
  account?: number | LocalAccount
  /** Where the chain answers; the desk's own one when left out. */
  rpc?: string
  /** The network the wallet is on at first, and the only one it knows. */
  chainId?: number
  /** Methods its owner declines. */
  reject?: string[]
  locked?: boolean
  /** It has shown its account to this site before. */
  connected?: boolean
  name?: string
  /** Tells two wallets of one browser apart. */
  rdns?: string
}

type Asked = { method: string; params: unknown[] }
type Answer = { result: unknown } | { error: { code: number; message: string } }

/** What the owner of a wallet does beside the page. */
export type Wallet = {
  address(): Promise<Hex>
  /** Everything a page has asked of it, in order. */
  readonly asked: readonly Asked[]
  /** Declines these methods from now on, and nothing else. */
  reject(...methods: string[]): void
  /** What is sent from now on stays out of every block, as when a network is busy. */
  hold(): void
  /** Lets what was held into a block. */
  release(): Promise<void>
  lock(): Promise<void>
  unlock(): Promise<void>
  switchAccount(account: number | LocalAccount): Promise<void>
  switchChain(chainId: number): Promise<void>
}

const DECLINED = { code: 4001, message: 'User rejected the request.' }
const UNAUTHORIZED = { code: 4100, message: 'The requested account has not been authorized by the user.' }
const UNKNOWN_CHAIN = { code: 4902, message: 'Unrecognized chain ID. Try adding the chain first.' }
const PENDING = { code: -32002, message: 'Already processing eth_requestAccounts. Please wait.' }

class Refused extends Error {
  constructor(readonly answer: { code: number; message: string }) {
    super(answer.message)
  }
}

let installed = 0

/**
 * An EIP-6963 wallet in every page of this browser. Its state lives here rather than in the page, so it survives
 * reloads as an extension's does; what it signs is signed by the chain's unlocked accounts, or by the test's own key.
 */
export async function installWallet(target: Page | BrowserContext, options: WalletOptions = {}): Promise<Wallet> {
  const {
    name = 'Test Wallet',
    rdns = 'dev.countersign.test',
    reject = [],
    locked = false,
    connected = false,
  } = options
  const context = 'context' in target ? target.context() : target
  const rpc = options.rpc ?? (await localNetwork()).rpc_url

  const state = {
    account: options.account ?? 0,
    chainId: options.chainId ?? 31337,
    known: new Set([options.chainId ?? 31337]),
    declines: new Set(reject),
    locked,
    connected,
    holds: false,
  }
  const asked: Asked[] = []

  const send = (method: string, params: unknown[] = []) => postRpc(rpc, method, params)
  const address = async (): Promise<Hex> => {
    if (typeof state.account !== 'number') return state.account.address
    const accounts = (await send('eth_accounts')) as Hex[]
    return accounts[state.account] ?? refuse(UNAUTHORIZED)
  }
  const visible = async () => (state.connected && !state.locked ? [await address()] : [])
  const connect = async () => {
    if (state.locked) refuse(PENDING)
    state.connected = true
    return [await address()]
  }

  const binding = `countersignWallet${++installed}`
  const emit = (event: string, data: unknown) =>
    Promise.all(
      context
        .pages()
        .map((page) =>
          page.evaluate(
            ([type, detail]) => window.dispatchEvent(new CustomEvent(String(type), { detail })),
            [`${binding}:${event}`, data],
          ),
        ),
    )
  const moveTo = async (chainId: number) => {
    state.chainId = chainId
    state.known.add(chainId)
    await emit('chainChanged', toHex(chainId))
  }

  const methods: Record<string, (params: unknown[]) => unknown> = {
    eth_requestAccounts: connect,
    eth_accounts: visible,
    eth_chainId: () => toHex(state.chainId),
    net_version: () => String(state.chainId),
    wallet_requestPermissions: async () => permissions(await connect()),
    wallet_getPermissions: async () => permissions(await visible()),
    wallet_revokePermissions: () => {
      state.connected = false
      return null
    },
    wallet_switchEthereumChain: async ([wanted]) => {
      const chainId = Number((wanted as { chainId: string }).chainId)
      if (!state.known.has(chainId)) refuse(UNKNOWN_CHAIN)
      await moveTo(chainId)
      return null
    },
    // Wallets go to a network once it is added.
    wallet_addEthereumChain: async ([added]) => {
      await moveTo(Number((added as { chainId: string }).chainId))
      return null
    },
    personal_sign: async ([message, from]) => {
      await requireOwn(from)
      if (typeof state.account === 'number') return send('personal_sign', [message, from])
      return state.account.signMessage({ message: { raw: message as Hex } })
    },
    eth_signTypedData_v4: async ([from, json]) => {
      await requireOwn(from)
      const data = typeof json === 'string' ? JSON.parse(json) : json
      requireChain(data.domain?.chainId)
      if (typeof state.account === 'number') return send('eth_signTypedData_v4', [from, data])
      return state.account.signTypedData(data)
    },
  }

  const clientOf = (account: LocalAccount) => createWalletClient({ account, chain: foundry, transport: http(rpc) })
  const countOf = async (address: Hex) => Number(await send('eth_getTransactionCount', [address, 'latest']))
  const transact = async ([asked]: unknown[]) => {
    const { from, to, data, value } = asked as { from: Hex; to: Hex; data: Hex; value?: Hex }
    await requireOwn(from)
    if (typeof state.account === 'number') return send('eth_sendTransaction', [{ from, to, data, value }])
    // A number is left out: without the transaction before it, none is mined.
    const more = state.holds ? { nonce: (await countOf(from)) + 1 } : {}
    return clientOf(state.account).sendTransaction({ to, data, value: BigInt(value ?? 0), ...more })
  }
  methods.eth_sendTransaction = transact

  async function requireOwn(from: unknown): Promise<void> {
    const [own] = await visible()
    if (own?.toLowerCase() !== String(from).toLowerCase()) refuse(UNAUTHORIZED)
  }
  /** As the common wallets do: a text for one network is not signed on another. */
  function requireChain(chainId: unknown): void {
    if (chainId === undefined || Number(chainId) === state.chainId) return
    const message = `Provided chainId "${chainId}" must match the active chainId "${state.chainId}"`
    refuse({ code: -32603, message })
  }

  await context.exposeBinding(binding, async (_source, method: string, params: unknown[]): Promise<Answer> => {
    asked.push({ method, params })
    try {
      if (state.declines.has(method)) refuse(DECLINED)
      return { result: await (methods[method]?.(params) ?? send(method, params)) }
    } catch (error) {
      if (error instanceof Refused) return { error: error.answer }
      return { error: { code: -32603, message: String(error) } }
    }
  })
  const announced = { binding, info: { uuid: crypto.randomUUID(), name, icon: ICON, rdns } }
  await context.addInitScript(announceWallet, announced)
  await Promise.all(context.pages().map((page) => page.evaluate(announceWallet, announced)))

  return {
    address,
    asked,
    reject(...declined) {
      state.declines = new Set(declined)
    },
    hold() {
      state.holds = true
    },
    async release() {
      state.holds = false
      const { account } = state
      if (typeof account === 'number') throw new Error('Only a key of the test’s own is held back')
      await clientOf(account).sendTransaction({ to: account.address, nonce: await countOf(account.address) })
    },
    async lock() {
      state.locked = true
      await emit('accountsChanged', [])
    },
    async unlock() {
      state.locked = false
      await emit('accountsChanged', await visible())
    },
    async switchAccount(account) {
      state.account = account
      await emit('accountsChanged', await visible())
    },
    switchChain: moveTo,
  }
}

/** Runs in the page: the provider, and the events by which EIP-6963 wallets and pages find each other. */
function announceWallet({ binding, info }: { binding: string; info: object }): void {
  type Listener = (data: unknown) => void
  const listeners = new Map<string, Set<Listener>>()
  const ask = (window as unknown as Record<string, (method: string, params: unknown) => Promise<Answer>>)[binding]

  const provider = {
    on(event: string, listener: Listener) {
      if (!listeners.has(event)) {
        listeners.set(event, new Set())
        window.addEventListener(`${binding}:${event}`, (happened) => {
          for (const hear of listeners.get(event) ?? []) hear((happened as CustomEvent).detail)
        })
      }
      listeners.get(event)?.add(listener)
      return provider
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener)
      return provider
    },
    async request({ method, params = [] }: { method: string; params?: unknown }) {
      const answer = await ask?.(method, params)
      if (!answer) throw new Error('This wallet is gone')
      if ('error' in answer) throw Object.assign(new Error(answer.error.message), { code: answer.error.code })
      return answer.result
    },
  }

  const detail = Object.freeze({ info: Object.freeze(info), provider })
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
}

function permissions(accounts: Hex[]) {
  if (accounts.length === 0) return []
  const caveats = [{ type: 'restrictReturnedAccounts', value: accounts }]
  return [{ parentCapability: 'eth_accounts', caveats }]
}

async function postRpc(url: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { result, error } = await response.json()
  if (error) refuse(error)
  return result
}

function refuse(answer: { code: number; message: string }): never {
  throw new Refused(answer)
}

const toHex = (value: number) => `0x${value.toString(16)}`

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#2c6a4b"/><path d="M8 12h16v10H8z" fill="#fffdf8"/></svg>',
)}`
