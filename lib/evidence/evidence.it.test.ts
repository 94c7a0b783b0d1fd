import { createHash, randomBytes } from 'node:crypto'
import { createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCase } from '@/lib/committee/get-case'
import { anchorAll, committeeBody, disputedChallenge, drawn, localMembers } from '@/lib/committee/panel.fixture'
import { database } from '@/lib/db/client'
import { eraseMe } from '@/lib/identity/erase-me'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { as } from '@/test/factories/challenges'
import { type Person, person, signedIn } from '@/test/factories/people'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { deleteEvidence } from './delete-evidence'
import { dispositionOf, getEvidence } from './get-evidence'
import { uploadEvidence } from './upload-evidence'

const PHOTO = new TextEncoder().encode('<script>the photo of a blue road bike</script>'.repeat(40))
const hashOf = (bytes: Uint8Array) => `0x${createHash('sha256').update(bytes).digest('hex')}` as Hex

let desk: TestDatabase
let creator: Person
let counterparty: Person
let stranger: Person
let members: Person[]
let dispute: { id: string; caseId: Hex }
const key = generatePrivateKey()
beforeAll(async () => {
  desk = await ownDesk({ SUBMITTER_KEY_31337: key })
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  ;[creator, counterparty, stranger, members] = await Promise.all([
    person(),
    person({ index: 6 }),
    person(),
    localMembers(),
  ])
  const evidence = [{ name: 'Bike of Mrs. Example.html', size: PHOTO.byteLength, sha256: hashOf(PHOTO) }]
  dispute = await disputedChallenge(creator, counterparty, committeeBody({ k: 2, m: 3 }), evidence)
  await anchorAll(key)
  await drawn(dispute.caseId)
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const upload = (who: Person, bytes: Uint8Array, over: object = {}) =>
  uploadEvidence(as(who), { id: dispute.id, name: 'photo', sha256: hashOf(bytes), bytes, ...over })
const download = async (who: Person, evidence: string) => {
  const response = await getEvidence(as(who), { id: dispute.caseId, evidence })
  return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers }
}
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('a file shown in a dispute', () => {
  it('is for the parties and the panel, encrypted at rest, and never a page of ours', async () => {
    const { id, uploaded_at } = await upload(creator, PHOTO)
    expect(uploaded_at).toBeInstanceOf(Date)
    expect((await upload(creator, PHOTO)).id).toBe(id)

    const { sealed, sha256 } = await database().prisma.evidence.findUniqueOrThrow({ where: { id } })
    expect(sha256).toBe(hashOf(PHOTO))
    for (const part of ['script', 'photo', 'blue road']) expect(Buffer.from(sealed ?? []).includes(part)).toBe(false)
    expect(sealed?.byteLength).toBeGreaterThan(PHOTO.byteLength)

    const { committee } = await getCase(as(creator), { id: dispute.caseId })
    const [sitting, outside] = [true, false].map(
      (sits) => members.find(({ address }) => committee.some(({ member }) => member === address) === sits) as Person,
    ) as [Person, Person]
    for (const reader of [creator, counterparty, sitting]) {
      const { bytes, headers } = await download(reader, id)
      expect(hashOf(bytes)).toBe(hashOf(PHOTO))
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="Bike of Mrs. Example.html"/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toContain('no-store')
    }
    for (const other of [stranger, outside]) {
      await expect(download(other, id)).rejects.toEqual(code('E9008'))
      await expect(getCase(as(other), { id: dispute.caseId })).rejects.toEqual(code('E9008'))
      await expect(upload(other, PHOTO)).rejects.toEqual(code('E9008'))
    }
    await expect(upload(sitting, PHOTO)).rejects.toEqual(code('E9008'))
  })

  it('is what its hash says, and of the size it was said to have', async () => {
    const bytes = randomBytes(20)
    await expect(upload(creator, bytes, { sha256: hashOf(PHOTO) })).rejects.toEqual(code('E9004'))
    await expect(upload(creator, bytes, { size: 21 })).rejects.toEqual(code('E9004'))
    await expect(upload(creator, new Uint8Array())).rejects.toEqual(code('E9004'))
    await expect(upload(counterparty, PHOTO)).rejects.toEqual(code('E9004'))
  })

  it('of which the dispute did not speak stands in the log by its hash', async () => {
    const bytes = randomBytes(64)
    const [one, two] = await Promise.all([upload(counterparty, bytes), upload(counterparty, bytes)])
    expect(one.id).toBe(two.id)
    const entries = await database().prisma.challengeEvent.findMany({
      where: { challengeId: dispute.id, action: 'evidence' },
    })
    expect(entries).toMatchObject([{ data: { case: dispute.caseId, sha256: hashOf(bytes) } }])
    expect(JSON.stringify(entries)).not.toContain('photo')
  })

  it('is opened by its own row only', async () => {
    const [a, b] = [randomBytes(64), randomBytes(64)]
    const [one, two] = [await upload(counterparty, a), await upload(counterparty, b)]
    const { sealed } = await database().prisma.evidence.findUniqueOrThrow({ where: { id: one.id } })
    await database().prisma.evidence.update({ where: { id: two.id }, data: { sealed } })
    await expect(download(creator, two.id)).rejects.toThrow()
  })

  it('can be erased by who showed it; its hash stays', async () => {
    const bytes = randomBytes(64)
    const { id } = await upload(counterparty, bytes)
    await expect(deleteEvidence(as(creator), { id: dispute.caseId, evidence: id })).rejects.toEqual(code('E9008'))
    await deleteEvidence(as(counterparty), { id: dispute.caseId, evidence: id })
    await expect(download(creator, id)).rejects.toEqual(code('E9008'))
    const { evidence } = await getCase(as(creator), { id: dispute.caseId })
    expect(evidence.find((file) => file.id === id)).toMatchObject({ name: null, sha256: hashOf(bytes), size: 64 })
  })

  it('goes with whoever erases themselves, and so do their reasons', async () => {
    const [ada, bob] = await Promise.all([person(), person({ index: 7 })])
    const secret = [{ name: 'Ada.pdf', size: 5, sha256: hashOf(randomBytes(5)) }]
    const own = await disputedChallenge(ada, bob, committeeBody({ k: 2, m: 3 }), secret)
    const { token } = ada
    await eraseMe(await signedIn({ bearer: token }))
    expect(await getCase(as(bob), { id: own.caseId })).toMatchObject({
      reason: null,
      evidence: [{ name: null, sha256: secret[0]?.sha256 }],
    })
    expect((await getCase(as(creator), { id: dispute.caseId })).reason).toBe('It never arrived.')
  })
})

it.each([
  ['a.pdf', `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`],
  ['a"\r\nx: y.pdf', `attachment; filename="a___x_ y.pdf"; filename*=UTF-8''a%22%0D%0Ax%3A%20y.pdf`],
  ['Müll’s (1).pdf', `attachment; filename="M_ll_s _1_.pdf"; filename*=UTF-8''M%C3%BCll%E2%80%99s%20%281%29.pdf`],
])('names the download %j without letting it say more', (name, header) => {
  expect(dispositionOf(name)).toBe(header)
})
