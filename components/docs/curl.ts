import type { CallDoc } from './describe-api'

/** What stands for a value in the examples; each group's page says once where it comes from. */
const PATH_VARIABLES: Record<string, string> = {
  id: '$ID',
  user: '$USER_ID',
  token: '$INVITE',
  root: '$ROOT',
  address: '$ADDRESS',
  sha256: '$SHA256',
  epoch: 'current',
  network: 'local',
  name: 'FF_WEBHOOKS',
  evidence: '$EVIDENCE_ID',
}

type Example = {
  /** JSON as it is sent; `$NAMES` are the shell's. */
  body?: unknown
  query?: string
}

/** Pure: the call for a shell. `desk` is where it answers, such as `http://localhost:3000`. */
export function toCurl(call: CallDoc, desk: string, { body, query }: Example = {}): string {
  const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => PATH_VARIABLES[name] ?? `$${name.toUpperCase()}`)
  // curl sends a POST when it is given a body, a GET when not.
  const method = call.method === (call.body ? 'POST' : 'GET') ? '' : ` -X ${call.method}`
  const quoted = `"${desk}${path}${query ? `?${query}` : ''}"`
  const lines = [
    `curl -sS${method} ${quoted}`,
    ...(call.caller === 'somebody' ? ['-H "authorization: Bearer $TOKEN"'] : []),
    ...(call.answer.mediaType === 'text/event-stream' ? ['--no-buffer'] : []),
    ...(call.answer.mediaType === 'application/pdf' ? ['-o receipt.pdf'] : []),
  ]
  const command = (extra: string[]) => [...lines, ...extra].join(' \\\n  ')
  if (call.body && call.body.mediaType !== 'application/json') {
    return command([`--data-binary @${call.path.endsWith('/evidence') ? 'photo.jpg' : 'bundle.json'}`])
  }
  if (!call.body) return command([])
  return `${command(['--json @- <<JSON'])}\n${JSON.stringify(body ?? {}, null, 2)}\nJSON`
}

/** Pure: the `$NAMES` of a command, in their order. */
export function variablesOf(command: string): string[] {
  return [...new Set(command.match(/\$[A-Z0-9_]+/g))]
}

/** Where the values in the examples come from. */
export const VARIABLES: Record<string, string> = {
  $TOKEN: 'the access_token that wallet/verify answers with, or an API key',
  $ID: 'the id of what the call is about',
  $DID: 'did:pkh:eip155:<chain>:<address>, or the did:key of an Ed25519 key',
  $USER_ID: 'a member’s user_id',
  $INVITE: 'the last part of an invite_url',
  $ROOT: 'a Merkle root, from a receipt’s anchor',
  $ADDRESS: 'one of your wallets',
  $NETWORK: 'a chain by its name or number: sepolia, eip155:1',
  $SHA256: 'the sha256 of a document',
  $EVIDENCE_ID: 'the id of a file, from its dispute',
  $UID: 'the uid of an attestation',
  $WALLET: 'the address of the wallet that signs',
  $OTHER_WALLET: 'somebody else’s wallet',
  $SIGNATURE: 'what your wallet answered when it signed the text',
  $RECEIPT_HANDLE: 'the receipt_handle of a leased item',
  $CHALLENGE_ID: 'the challenge_id that wallet/challenge answered with',
}
