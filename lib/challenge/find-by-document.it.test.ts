import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET } from '@/app/api/v1/documents/[sha256]/route'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { database } from '@/lib/db/client'
import { inSqlTransaction } from '@/lib/db/sql'
import { sha256Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { acceptedChallenge, as, draft, gatekeeperBody, sentChallenge, sign } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { DocumentAnswer } from './document-schemas'
import { findByDocument } from './find-by-document'

let desk: TestDatabase
let creator: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  desk = await ownDesk()
  ;[creator, bob, eve] = await Promise.all([person(), person({ index: 1 }), person()])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

let files = 0
/** A file nobody else has. */
function file(name = 'contract.pdf') {
  files += 1
  return { name, size: 3, sha256: sha256Hex(`file ${files}`) }
}
const body = (document: object, over = {}) => gatekeeperBody(undefined, { documents: [file(), document], ...over })
const foundBy = async (who: Person | null, sha256: string) =>
  (await findByDocument(who ? as(who) : anonymous(), { sha256 })).data

describe('a document is looked up by its hash', () => {
  it('by the parties, who see which challenge names it and what they are to it', async () => {
    const document = file('photo.jpg')
    const { id } = await acceptedChallenge(creator, bob, body(document))
    const seen = { challenge_id: id, title: 'Bike for 0.4 ETH', document: 'photo.jpg', outcome: null, receipt_id: null }
    expect(await foundBy(creator, document.sha256)).toEqual([
      { ...seen, role: 'creator', status: 'AWAITING_GATEKEEPER' },
    ])
    expect(await foundBy(bob, document.sha256)).toMatchObject([{ ...seen, role: 'counterparty' }])
  })

  it('by whoever it was sent to, before they accept', async () => {
    const document = file()
    const named = body(document, { counterparty: bob.address })
    const { id } = await draft(creator, named)
    expect(await foundBy(bob, document.sha256)).toEqual([])
    const sent = await sentChallenge(creator, named)
    expect(await foundBy(bob, document.sha256)).toMatchObject([{ challenge_id: sent.id, role: 'counterparty' }])
    expect((await foundBy(creator, document.sha256)).map(({ challenge_id }) => challenge_id)).toEqual([sent.id, id])
  })

  it.each(['link', 'parties'] as const)('by no stranger when it is visible by %s', async (visibility) => {
    const document = file()
    await acceptedChallenge(creator, bob, body(document, { visibility }))
    expect(await foundBy(eve, document.sha256)).toEqual([])
    expect(await foundBy(null, document.sha256)).toEqual([])
  })

  it('by everybody once it is public and somebody signed it', async () => {
    const document = file()
    const open = body(document, { visibility: 'public' })
    await draft(creator, open)
    expect(await foundBy(eve, document.sha256)).toEqual([])
    const { id } = await sentChallenge(creator, open)
    for (const who of [eve, null]) {
      const [found, ...others] = await foundBy(who, document.sha256)
      expect(found).toMatchObject({ challenge_id: id, status: 'AWAITING_COUNTERPARTY' })
      expect(found).not.toHaveProperty('role')
      expect(others).toEqual([])
    }
  })

  it('as the receipt whose id it is, if the caller may see that', async () => {
    const [link, hidden] = await Promise.all([receipt('link'), receipt('parties')])
    const shown = { receipt_id: link, status: 'FINALIZED', outcome: 'FULFILLED' }
    expect(await foundBy(null, link)).toEqual([shown])
    expect(await foundBy(eve, hidden)).toEqual([])
    expect(await foundBy(creator, hidden)).toMatchObject([{ receipt_id: hidden }])
  })

  it('over HTTP, in whatever case, and answers an empty list for a hash of nothing', async () => {
    const document = file()
    await sentChallenge(creator, body(document, { visibility: 'public' }))
    const call = async (sha256: string) => GET(new Request('http://localhost:3000/api'), { params: { sha256 } })
    const answer = await call(`0x${document.sha256.slice(2).toUpperCase()}`)
    expect(answer.status).toBe(200)
    expect(DocumentAnswer.strict().parse(await answer.json()).data).toHaveLength(1)
    expect(await (await call(sha256Hex('nothing'))).json()).toEqual({ data: [] })
    expect((await call('0x12')).status).toBe(404)
  })

  it('by an index, not by reading every challenge', async () => {
    const rows = await inSqlTransaction({ pool: database().pool }, async (sql) => {
      await sql.$executeRaw`SET LOCAL enable_seqscan = off`
      return sql.$queryRaw`
        EXPLAIN SELECT 1 FROM challenges WHERE documents <> '[]' AND documents @> '[{"sha256":"0x00"}]'`
    })
    expect(JSON.stringify(rows)).toContain('challenges_documents_idx')
  })
})

async function receipt(visibility: string): Promise<string> {
  const { id } = await draft(creator, { mode: 'SOLO', title: 'I will run a marathon', visibility })
  const ended = await confirmChallenge(as(creator), { id, signature: await sign(creator, id, { action: 'confirm' }) })
  return ended.receipt_id as string
}
