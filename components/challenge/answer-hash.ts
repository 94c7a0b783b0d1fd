import type { Party } from '@/lib/challenge/state'
import { type Hex, keccakHex } from '@/lib/proof/hash'
import { jcs } from '@/lib/proof/jcs'

/** Pure: what stands on the chain for an answer: keccak256 over its canonical form, salt included (formats.md). */
export function answerHash(answer: { challenge: string; role: Party; response: string; salt: string }): Hex {
  return keccakHex(jcs({ v: 'countersign.response/1', ...answer }))
}
