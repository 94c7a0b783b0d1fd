import { expect, it } from 'vitest'
import { responseHash } from '@/lib/challenge/respond'
import type { Hex } from '@/lib/proof/hash'
import { answerHash } from './answer-hash'

it('is the hash the desk takes to the chain', () => {
  const salt: Hex = `0x${'5a'.repeat(32)}`
  for (const role of ['creator', 'counterparty'] as const) {
    const answer = { challenge: '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10', role, response: 'It works. „Ümläute“', salt }
    expect(answerHash(answer)).toBe(responseHash(answer))
  }
})
