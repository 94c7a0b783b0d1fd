import { randomUUID } from 'node:crypto'
import type { Hex } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import type { z } from 'zod'
import type { ChallengeAnswer, TypedDataAnswer } from '@/lib/challenge/schemas'

export type Challenge = z.output<typeof ChallengeAnswer>
export type Problem = { status: number; code: string; detail: string; errors?: { path: string; message: string }[] }

export type Answer<T = Problem> = { status: number; headers: Headers; text: string; body: T }
export type Ask = { body?: unknown; headers?: Record<string, string>; raw?: string | ReadableStream<Uint8Array> }

/** An answer that was not 2xx. */
export class Refused extends Error {
  constructor(readonly answer: Answer) {
    super(`${answer.status} ${answer.text.slice(0, 1_000)}`)
  }
}

type Options = {
  account?: PrivateKeyAccount
  /** Hears of every answer there was. */
  onAnswer?: (answer: Answer<unknown>) => void
}

export type Signing = {
  action?: string
  outcome?: string
  creator_bps?: string
  until?: string
  invite?: string | undefined
  changes?: object
}

/** A program at the desk's HTTP door, with a wallet: what it knows it got in answers. */
export class Client {
  readonly account: PrivateKeyAccount
  token: string | null = null
  readonly #onAnswer: (answer: Answer<unknown>) => void

  constructor(
    readonly desk: { readonly url: string },
    { account = privateKeyToAccount(generatePrivateKey()), onAnswer = () => {} }: Options = {},
  ) {
    this.account = account
    this.#onAnswer = onAnswer
  }

  /** Lower-case. */
  get address(): Hex {
    return this.account.address.toLowerCase() as Hex
  }

  /** One call, whatever is answered; throws only when nothing is. `path` begins after /api/v1 unless it is one of the others. */
  async call<T = Problem>(method: string, path: string, ask: Ask = {}): Promise<Answer<T>> {
    const url = `${this.desk.url}${/^\/(api|\.well-known)\//.test(path) ? '' : '/api/v1'}${path}`
    const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body))
    const response = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...ask.headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(typeof body === 'object' ? { duplex: 'half' } : {}),
    } as RequestInit)

    const text = await response.text()
    const answer = { status: response.status, headers: response.headers, text, body: toBody(text) as T }
    this.#onAnswer(answer)
    return answer
  }

  /** What a GET answers; throws Refused. */
  async get<T>(path: string, ask: Ask = {}): Promise<T> {
    return must(await this.call<T>('GET', path, ask))
  }

  /** What a POST answers; throws Refused. */
  async post<T>(path: string, body: unknown = {}, ask: Ask = {}): Promise<T> {
    return must(await this.call<T>('POST', path, { body, ...ask }))
  }

  /** Proves the wallet and keeps the token. */
  async signIn(): Promise<this> {
    const { challenge_id, signature } = await this.proveWallet()
    const { access_token } = await this.post<{ access_token: string }>('/wallet/verify', { challenge_id, signature })
    this.token = access_token
    return this
  }

  /** A wallet challenge and the signature on it, not yet handed in. */
  async proveWallet(account = this.account, purpose = 'sign_in') {
    const asked = { wallet_address: account.address, chain_id: 31337, purpose }
    const { challenge_id, message } = await this.post<{ challenge_id: string; message: string }>(
      '/wallet/challenge',
      asked,
    )
    return { challenge_id, signature: await account.signMessage({ message }) }
  }

  /** Asks for the text of an action and signs it, as a wallet would. */
  async sign(id: string, { changes, ...asked }: Signing = {}): Promise<Hex> {
    const given = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined)
    const { typed_data } = changes
      ? await this.post<TypedData>(`/challenges/${id}/intent`, { ...Object.fromEntries(given), changes })
      : await this.get<TypedData>(`/challenges/${id}/intent?${new URLSearchParams(given)}`)
    return this.account.signTypedData(typed_data as Parameters<PrivateKeyAccount['signTypedData']>[0])
  }
}

type TypedData = z.output<typeof TypedDataAnswer>

/** Somebody signed in with a new wallet. */
export function signedIn(desk: { readonly url: string }, options: Options = {}): Promise<Client> {
  return new Client(desk, options).signIn()
}

export const newKey = () => ({ headers: { 'idempotency-key': randomUUID() } })

function must<T>(answer: Answer<T>): T {
  if (answer.status < 300) return answer.body
  throw new Refused(answer as Answer)
}

function toBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
