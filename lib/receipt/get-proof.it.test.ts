import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import { as, draft, sign } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { getProof } from './get-proof'

const SECRET = 'Blue road bike of Mrs. Example'

let desk: TestDatabase
let creator: Person
let eve: Person
beforeAll(async () => {
  desk = await ownDesk()
  ;[creator, eve] = await Promise.all([person(), person()])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

async function receipt(visibility: 'link' | 'public' | 'parties'): Promise<string> {
  const documents = [{ name: `${SECRET}.pdf`, size: 1, sha256: `0x${'ab'.repeat(32)}` }]
  const body = { mode: 'SOLO', title: SECRET, description: SECRET, terms: { what: SECRET }, documents, visibility }
  const { id } = await draft(creator, body)
  const ended = await confirmChallenge(as(creator), { id, signature: await sign(creator, id, { action: 'confirm' }) })
  return ended.receipt_id as string
}

describe('the page of a receipt', () => {
  it.each(['link', 'public'] as const)(
    'is there for whoever has its address when visible by %s',
    async (visibility) => {
      const id = await receipt(visibility)
      for (const ctx of [anonymous(), as(eve)]) {
        expect(await getProof(ctx, { id })).toMatchObject({
          id,
          visibility,
          status: 'FINALIZED',
          isParty: false,
          batch: null,
        })
      }
      expect(await getProof(as(creator), { id })).toMatchObject({ isParty: true })
    },
  )

  it('is not there for others when it is the parties’ alone, nor when there is no such receipt', async () => {
    const id = await receipt('parties')
    const missing = `0x${'00'.repeat(32)}`
    const refusals = await Promise.all(
      [
        [anonymous(), id],
        [as(eve), id],
        [as(creator), missing],
      ].map(([ctx, id]) => getProof(ctx as Person['ctx'], { id: id as string }).catch((error) => error)),
    )
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'E7001', status: 404 })
    expect(new Set(refusals.map(({ message }) => message)).size).toBe(1)
    expect(await getProof(as(creator), { id })).toMatchObject({ id, isParty: true })
  })

  it('holds nothing of what was written, also for its parties: it gets printed and handed on', async () => {
    const id = await receipt('link')
    for (const ctx of [anonymous(), as(creator)]) {
      const shown = JSON.stringify(await getProof(ctx, { id }))
      expect(shown).not.toContain('Example')
      expect(shown).toContain(id)
    }
  })
})
