import { bytesOf, type Hex, keccakHex, sha256Hex } from './hash'
import { countersignedId, type TaskReceipt } from './receipt'
import { buildStatement, statementDomain } from './statement'
import { typedData } from './typed-data'

type Sides = { client: string; provider: string }
type Over = Partial<Omit<TaskReceipt, 'task'>> & { task?: Partial<TaskReceipt['task']> }

/** The document of a finished task between two DIDs, which nobody has signed yet. */
export function draftTask({ client, provider }: Sides, { task, ...over }: Over = {}): TaskReceipt {
  return {
    v: 'countersign.receipt/1',
    kind: 'task',
    subject: 'job-7',
    parties: [
      { role: 'client', did: client },
      { role: 'provider', did: provider },
    ],
    mode: null,
    terms_hash: null,
    commitments: null,
    outcome: null,
    split: false,
    amounts: [],
    signature_hashes: [],
    log: null,
    funds_proofs: [],
    quorum: { kind: 'committee', k: 3, m: 5 },
    case: null,
    issued_at: '2026-11-21T12:00:00.000Z',
    ...over,
    task: {
      intent_id: null,
      negotiation_id: null,
      intent_type: 'translate',
      agent_did: provider,
      client_did: client,
      inputs_hash: keccakHex('inputs'),
      outputs_hash: keccakHex('outputs'),
      metrics: { latency_ms: 1_200 },
      payment_ref: null,
      amount_atomic: '250000',
      ...task,
    },
  }
}

/** `sign` is handed typed data, as wallets take it. */
type Signer = { did: string; sign: (text: unknown) => Promise<Hex> }

/** What `POST receipts` takes: the document, signed by these wallets. */
export async function countersigned(draft: TaskReceipt, signers: readonly Signer[], chainId: number) {
  const message = buildStatement({ receipt: countersignedId(draft), round: 0, statement: 'COUNTERSIGNED' })
  const signatures = await Promise.all(
    signers.map(async ({ did, sign }) => ({
      did,
      signature: await sign(typedData('ReceiptStatement', statementDomain(did, chainId), message)),
    })),
  )
  const signature_hashes = signatures.map(({ signature }) => sha256Hex(bytesOf(signature)))
  return { receipt: { ...draft, signature_hashes }, signatures }
}
