import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ChainReader } from '@/lib/proof/chain-reader'
import type { Report } from '@/lib/proof/report'
import { inTurn } from '@/lib/turns'

/** So many at once; the others wait their turn. */
const MOST_THREADS = 2
const MOST_SECONDS = 60
/** So many may wait: each holds its file. */
const MOST_WAITING = 16
const TOO_MANY = 'Too many files are being verified here. Try again in a minute, or with the command line.'

type Question = { bytes: Uint8Array; asOf: Date; desk?: string[] | undefined; chains: readonly ChainReader[] }
type FromThread = { report: Report } | { ask: number; chainId: number; method: string; args: unknown[] }

/**
 * Runs in the thread: the verifier as the command line and browsers have it, built into one file. Nodes are asked by the
 * main thread, which has the connections; the thread gets no environment, so no secrets.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
const { module, bytes, asOf, desk, chainIds } = workerData
const waiting = new Map()
let asked = 0
parentPort.on('message', ({ ask, value, failed }) => {
  const { resolve, reject } = waiting.get(ask)
  waiting.delete(ask)
  failed ? reject(new Error('the node did not answer')) : resolve(value)
})
const readerOf = (chainId) => new Proxy({}, {
  get: (_, method) => method === 'chainId' ? chainId : (...args) => new Promise((resolve, reject) => {
    waiting.set(++asked, { resolve, reject })
    parentPort.postMessage({ ask: asked, chainId, method, args })
  }),
})
import(module)
  .then((proof) => proof.verifyBundleOnline(bytes, { asOf, desk, chains: chainIds.map(readerOf) }))
  .then((report) => { parentPort.postMessage({ report }); parentPort.close() })
`

/** Whether the verifier was built as one file, as it is before a desk starts. */
export function hasVerifierFile(): boolean {
  return existsSync(verifierFile())
}

const verifierFile = () => path.join(process.cwd(), 'dist', 'proof.mjs')

/**
 * Verifies in a thread of its own, so that nobody else's request waits. Rejects when the thread fails or takes too long;
 * E9003 (503) when too many wait already.
 */
export function verifyInThread(question: Question): Promise<Report> {
  return inTurn('verify', { atOnce: MOST_THREADS, waiting: MOST_WAITING }, TOO_MANY, () => runThread(question))
}

function runThread({ bytes, asOf, desk, chains }: Question): Promise<Report> {
  const module = pathToFileURL(verifierFile()).href
  const workerData = { module, bytes, asOf, desk, chainIds: chains.map(({ chainId }) => chainId) }
  const thread = new Worker(THREAD, {
    eval: true,
    env: {},
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error('Verifying took too long'))), MOST_SECONDS * 1000)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      settle()
      void thread.terminate()
    }
    thread.on('message', (message: FromThread) => {
      if ('report' in message) end(() => resolve(message.report))
      else void answer(thread, chains, message)
    })
    thread.on('error', (error) => end(() => reject(error)))
    thread.on('exit', () => end(() => reject(new Error('The verifying thread ended early'))))
  })
}

async function answer(thread: Worker, chains: readonly ChainReader[], asked: Exclude<FromThread, { report: Report }>) {
  const { ask, chainId, method, args } = asked
  const reader = chains.find((chain) => chain.chainId === chainId)
  const call = reader?.[method as keyof ChainReader]
  try {
    if (typeof call !== 'function') throw new Error('There is no such question')
    const value: unknown = await (call as (...given: unknown[]) => Promise<unknown>)(...args)
    thread.postMessage({ ask, value })
  } catch {
    thread.postMessage({ ask, failed: true })
  }
}
