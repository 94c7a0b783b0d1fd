import { encodeFunctionData, parseAbi } from 'viem'
import { isErc6492Signature, parseErc6492Signature } from 'viem/utils'
import { badShape, toHex } from './signature'

export type ProbeQuestion = { address: string; digest: Uint8Array; signature: Uint8Array }
/** `no_code`: nothing at the address could judge the signature, before or after the deployment it asks for. */
export type ProbeVerdict = 'valid' | 'invalid' | 'no_code'

export type ProbeCall = { from: `0x${string}`; gas: `0x${string}`; data: `0x${string}` }

/** What a wallet may spend on judging, and on being deployed. More is burning gas (domain §1). */
const CHECK_GAS = 5_000_000
const DEPLOY_GAS = 4_000_000
/** Both checks, the deployment and the call data; below the 2²⁴ of EIP-7825. */
const CALL_GAS = 16_000_000
/** Not the zero address: some wallets take that for a gas estimate and say yes to everything. */
const SENDER = '0x5c0f6a3e9d1b84725ae6c1f03b972d845e6fa1c3'
const ERC1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const MAGIC = `1626ba7e${'0'.repeat(56)}`

/**
 * The parameters of one eth_call that asks a wallet about a signature by ERC-1271 and, where the signature carries a
 * deployment (ERC-6492), once more after it. The question runs as a contract's creation code and each inner call has
 * its own gas and gives back one word at most, so a wallet that reverts, lies, burns gas or answers megabytes yields an
 * answer, not an error: any error is the provider's. Throws E1008 for a broken ERC-6492 wrapper.
 */
export function buildProbe({ address, digest, signature }: ProbeQuestion): ProbeCall {
  const wrapped = unwrap(toHex(signature))
  const question = encodeFunctionData({
    abi: ERC1271,
    functionName: 'isValidSignature',
    args: [toHex(digest), wrapped.signature],
  }).slice(2)
  const deployment = wrapped.data.slice(2)

  const codeFor = (questionAt: number, deploymentAt: number) =>
    [
      storeHasCode(address, ANSWER),
      storeCheck(address, questionAt, question.length / 2, ANSWER + 1),
      wrapped.factory ? callFactory(wrapped.factory, deploymentAt, deployment.length / 2) : '',
      wrapped.factory ? storeHasCode(address, ANSWER + 2) : '',
      wrapped.factory ? storeCheck(address, questionAt, question.length / 2, ANSWER + 3) : '',
      push(4, 1) + push(ANSWER, 1) + RETURN,
    ].join('')

  // Every push has a fixed width, so the program is as long with the real offsets as with zeros.
  const length = codeFor(0, 0).length / 2
  const program = codeFor(length, length + question.length / 2)
  return { from: SENDER, gas: `0x${CALL_GAS.toString(16)}`, data: `0x${program}${question}${deployment}` }
}

/** Reads what a node returned for `buildProbe`: four bytes of 0 or 1. Null for anything else. */
export function readProbe(answer: string): ProbeVerdict | null {
  if (!/^0x(?:0[01]){4}$/.test(answer)) return null

  const [hasCode, says, hasCodeThen, saysThen] = [3, 5, 7, 9].map((at) => answer[at] === '1')
  if (!hasCode && !hasCodeThen) return 'no_code'
  return (hasCode && says) || (hasCodeThen && saysThen) ? 'valid' : 'invalid'
}

/** Whether the bytes carry a deployment of the wallet (ERC-6492). */
export function carriesDeployment(signature: Uint8Array): boolean {
  return isErc6492Signature(toHex(signature))
}

function unwrap(signature: `0x${string}`): { factory: string | null; data: string; signature: `0x${string}` } {
  if (!isErc6492Signature(signature)) return { factory: null, data: '0x', signature }
  try {
    const inner = parseErc6492Signature(signature)
    return { factory: inner.address ?? null, data: inner.data ?? '0x', signature: inner.signature }
  } catch {
    throw badShape()
  }
}

// A few lines of assembler. Memory: the word a call answers at 0, our answer at 32, call data from 64.
const ANSWER = 32
const CALL_DATA = 64
const [LT, EQ, ISZERO, AND] = ['10', '14', '15', '16']
const [CODECOPY, EXTCODESIZE, RETURNDATASIZE, POP] = ['39', '3b', '3d', '50']
const [MLOAD, MSTORE, MSTORE8] = ['51', '52', '53']
const [CALL, STATICCALL, RETURN] = ['f1', 'fa', 'f3']

/** PUSH of `value` in `width` bytes. Arguments are pushed last first. */
function push(value: number | string, width: number): string {
  const digits = typeof value === 'number' ? value.toString(16) : value.replace(/^0x/, '').toLowerCase()
  return (0x5f + width).toString(16) + digits.padStart(width * 2, '0')
}

function storeHasCode(address: string, at: number): string {
  return push(address, 20) + EXTCODESIZE + ISZERO + ISZERO + push(at, 1) + MSTORE8
}

/** 1 when the call succeeds, answers at least a word, and the word is exactly the magic value. */
function storeCheck(address: string, dataAt: number, dataLength: number, at: number): string {
  const clear = push(0, 1) + push(0, 1) + MSTORE
  const call =
    push(32, 1) + push(0, 1) + push(dataLength, 3) + push(CALL_DATA, 1) + push(address, 20) + push(CHECK_GAS, 4)
  const answered = RETURNDATASIZE + push(31, 1) + LT + AND
  const magic = push(0, 1) + MLOAD + push(MAGIC, 32) + EQ + AND
  return copyData(dataAt, dataLength) + clear + call + STATICCALL + answered + magic + push(at, 1) + MSTORE8
}

function callFactory(factory: string, dataAt: number, dataLength: number): string {
  const nothingBack = push(0, 1) + push(0, 1)
  const target = push(0, 1) + push(factory, 20) + push(DEPLOY_GAS, 4)
  return copyData(dataAt, dataLength) + nothingBack + push(dataLength, 3) + push(CALL_DATA, 1) + target + CALL + POP
}

function copyData(at: number, length: number): string {
  return push(length, 3) + push(at, 3) + push(CALL_DATA, 1) + CODECOPY
}
