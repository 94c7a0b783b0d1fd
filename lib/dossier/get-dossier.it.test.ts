import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { database } from '@/lib/db/client'
import { apiListener } from '@/server/api-listener'
import { ownDesk } from '@/test/desk-environment'
import { as, draft, sign } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import { waitingReceipt } from '@/test/factories/tasks'
import type { TestDatabase } from '@/test/services/database'
import { getDossier } from './get-dossier'
import { textOfPdf } from './pdf-text.fixture'

const HOSTILE = '<b>Bike</b> \u202Egnp.exe Łódź (1) Tj /F1 漢'

let desk: TestDatabase
let creator: Person
let provider: Person
let id: string
beforeAll(async () => {
  desk = await ownDesk()
  ;[creator, provider] = await Promise.all([person(), person()])
  const body = {
    mode: 'SOLO',
    title: HOSTILE.replace('\u202E', ''),
    description: 'Not for strangers',
    terms: { what: 'mine' },
    visibility: 'link',
  }
  const made = await draft(creator, body)
  const ended = await confirmChallenge(as(creator), {
    id: made.id,
    signature: await sign(creator, made.id, { action: 'confirm' }),
  })
  id = ended.receipt_id as string
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

async function pdfOf(ctx: Parameters<typeof getDossier>[0], kind: 'evidence' | 'dispute' | 'full', of = id) {
  const answer = await getDossier(ctx, { id: of, kind })
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return { bytes, text: textOfPdf(bytes).replaceAll('\n', '') }
}

describe('the dossier of a receipt', () => {
  it('says on paper what happened, who signed, and where the file is', async () => {
    await pdfOf(anonymous(), 'full')
    const { bytes, text } = await pdfOf(anonymous(), 'full')
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')
    for (const what of [
      'It is on record.',
      creator.address,
      id,
      'Where it is anchored',
      '1 of 1',
      'party’s signature',
      'by itself.',
      `/proof/${id}`,
    ]) {
      expect(text.replaceAll(/\s/g, '')).toContain(what.replaceAll(/\s/g, ''))
    }
    const file = Buffer.from(bytes).toString('latin1')
    expect(file).toContain('/Author')
    expect(file).not.toContain('/JavaScript')
  })

  it('tells its party what was agreed, as text whatever it says, and nobody else', async () => {
    const own = await pdfOf(as(creator), 'full')
    expect(own.text).toContain('<b>Bike</b>')
    expect(own.text).toContain('Łódź (1) Tj /F1 ?')
    expect(own.text).toContain('Not for strangers')
    for (const { text } of [await pdfOf(anonymous(), 'full'), await pdfOf(as(provider), 'full')]) {
      expect(text).not.toContain('Bike')
      expect(text).not.toContain('strangers')
    }
    expect((await pdfOf(as(creator), 'dispute')).text).not.toContain('Bike')
  })

  it('is made of a task too, before anybody has judged it', async () => {
    const task = await waitingReceipt({ client: creator, provider })
    const { text } = await pdfOf(anonymous(), 'full', task)
    expect(text).toContain('Not judged yet.')
    expect(text).toContain('COUNTERSIGNED')
    expect(text).toContain('no committee sits yet')
  })

  it('comes over HTTP as a stream, for any kind that there is', async () => {
    const api = apiListener()
    const server = createServer((request, response) => api(request, response)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const ask = (query: string) => fetch(`http://127.0.0.1:${port}/api/v1/receipts/${id}/bundle.pdf${query}`)
    const answer = await ask('?kind=evidence')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toMatch(
      /^inline; filename="countersign-[0-9a-f]{12}-evidence.pdf"$/,
    )
    expect(textOfPdf(new Uint8Array(await answer.arrayBuffer()))).toContain('Who took part')
    expect((await ask('?kind=novel')).status).toBe(400)
    server.close()
    server.closeAllConnections()
  })

  it('is not there for others than its parties when the receipt is not, nor of nothing', async () => {
    const hidden = await waitingReceipt({ client: creator, provider, visibility: 'parties' })
    await expect(getDossier(anonymous(), { id: hidden, kind: 'full' })).rejects.toMatchObject({ code: 'E7001' })
    await expect(getDossier(as(creator), { id: `0x${'0'.repeat(64)}`, kind: 'full' })).rejects.toMatchObject({
      code: 'E7001',
    })
  })
})
