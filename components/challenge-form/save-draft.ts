import { ApiProblem, api } from '@/components/data/api'
import type { ChallengeView, TypedData } from '@/components/data/types'
import type { ChallengeBody } from './to-body'

/** A draft on the desk, and whose it is. */
export type Saved = { id: string; party: string }

let lastTry: { text: string; key: string } | null = null

/** The same body sent again, because nobody knows whether the first arrived, is the same request. */
function keyFor(text: string): string {
  if (lastTry?.text !== text) lastTry = { text, key: crypto.randomUUID() }
  return lastTry.key
}

/** Puts the draft on the desk: a new one, or the one it is already. Throws ApiProblem and Unreachable. */
export async function saveDraft(saved: Saved | null, body: ChallengeBody, party: string): Promise<ChallengeView> {
  if (saved && saved.party === party) {
    try {
      return await api<ChallengeView>('PATCH', `challenges/${saved.id}`, { body })
    } catch (error) {
      // Cancelled or run out meanwhile, perhaps in another window: what was typed becomes a new one.
      if (!(error instanceof ApiProblem) || !['E3010', 'E3014'].includes(error.code)) throw error
    }
  }
  const idempotencyKey = keyFor(JSON.stringify([party, body]))
  return api<ChallengeView>('POST', 'challenges', { body, idempotencyKey })
}

/** The text to sign: SOLO is confirmed, everything else is sent. */
export async function loadIntent({ id, mode }: Pick<ChallengeView, 'id' | 'mode'>): Promise<TypedData> {
  const action = mode === 'SOLO' ? 'confirm' : 'send'
  const { typed_data } = await api<{ typed_data: TypedData }>('GET', `challenges/${id}/intent?action=${action}`)
  return typed_data
}

/** Sends the signature. One that arrived before, without us hearing of it, counts as sent. */
export async function sendSigned({ id, mode }: Pick<ChallengeView, 'id' | 'mode'>, signature: string): Promise<void> {
  try {
    await api('POST', `challenges/${id}/${mode === 'SOLO' ? 'confirm' : 'send'}`, { body: { signature } })
  } catch (error) {
    if (!(error instanceof ApiProblem) || !['E3014', 'E3020'].includes(error.code)) throw error
    const now = await api<ChallengeView>('GET', `challenges/${id}`)
    if (now.status === 'DRAFT' || now.status === 'CANCELLED') throw error
  }
}
