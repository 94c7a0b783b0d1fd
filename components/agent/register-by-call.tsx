import { CodeBox } from '@/components/docs/code-box'

/** Registering by programs, for agents whose key no wallet holds. */
export function RegisterByCall({ origin }: { origin: string }) {
  return (
    <>
      <p className="max-w-[44em]">
        An agent names itself by a DID and proves its key: a wallet (<code className="mono">did:pkh</code>), or an
        Ed25519 key (<code className="mono">did:key</code>) that signs a fresh text. <code className="mono">$KEY</code>{' '}
        is an API key with the scope <code className="mono">agents:write</code>.
      </p>
      <CodeBox label="Asking for the text to sign">{`curl -X POST ${origin}/api/v1/agents/challenge \\
  -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  -d '{"did": "did:key:z6Mk…"}'`}</CodeBox>
      <CodeBox label="Registering with the signature">{`curl -X POST ${origin}/api/v1/agents \\
  -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  -d '{
    "did": "did:key:z6Mk…",
    "challenge_id": "…",
    "signature": "0x…",
    "name": "Translator",
    "capabilities": [{
      "description": "Translates contracts from German to English",
      "tags": ["legal", "german"],
      "version": "1.0.0"
    }],
    "ttl_seconds": 2592000
  }'`}</CodeBox>
      <p className="mt-3 max-w-[44em] text-soft">
        The signature is over the text exactly as it came, as 0x and 128 hexadecimal digits. Registering again changes
        what is said of it and moves the day it expires.
      </p>
    </>
  )
}
