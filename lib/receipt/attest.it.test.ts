import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { eraseMe } from '@/lib/identity/erase-me'
import type { Hex } from '@/lib/proof/hash'
import { verdictId, verdictSchema } from '@/lib/proof/receipt'
import { recoverSigner } from '@/lib/proof/signature'
import { verifyStatement } from '@/lib/proof/statement'
import { ownDesk } from '@/test/desk-environment'
import { as } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import { deployTestContract } from '@/test/services/chain'
import { attestReceipt } from './attest'
import type { Judgement, ReceiptStatement } from './attestation'
import { attest, keyAuditor, seatAgain, seatedTask, signStatement } from './attestation.fixture'
import { insertStatement, listStatements } from './attestation-store'
import { getAttestationText } from './attestation-text'
import { finalizeReceipt } from './finalize'
import { finalizeReached } from './finalize.job'
import { getVerdict } from './verdict-get'

let desk: Awaited<ReturnType<typeof ownDesk>>
let [client, provider, outsider]: Person[] = []
let auditors: Person[] = []
beforeAll(async () => {
  desk = await ownDesk()
  ;[client, provider, outsider, ...auditors] = await Promise.all(Array.from({ length: 10 }, () => person()))
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const prisma = () => database().prisma
const task = (seated: readonly Person[] = auditors.slice(0, 5), over: { visibility?: 'parties' } = {}) =>
  seatedTask({
    ...{ client: client as Person, provider: provider as Person, ...over },
    members: seated.map(({ address }) => address),
  })
const statusOf = async (id: Hex) => (await prisma().receipt.findUniqueOrThrow({ where: { id } })).status
const said = (id: Hex) =>
  prisma().receiptAttestation.findMany({
    where: { receiptId: id, family: { not: 'SIGNED' } },
    orderBy: { createdAt: 'asc' },
  })
const verdictsOf = (id: Hex) => prisma().verdict.findMany({ where: { receiptId: id } })
const eventsOf = async (id: Hex, person: Person) =>
  (
    await prisma().event.findMany({
      where: { subject: id, organizationId: person.organizationId },
      orderBy: { sequence: 'asc' },
    })
  ).map((e) => e.type)
const foldJobs = async (id: Hex) =>
  prisma().$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`fold-reputation:${id}`}`
const code = (expected: string, more: object = {}) => expect.objectContaining({ code: expected, ...more })
const who = (n: number) => auditors[n] as Person

describe('three of five', () => {
  it('pass: FINALIZED with the third, once, with its verdict, its leaf, its news and one job', async () => {
    const id = await task()
    expect(await attest(who(0), id, 'AUDIT_PASS', { score: 9_000, confidence: 8_000 })).toMatchObject({
      ...{ status: 'PENDING', role: 'member', member: who(0).address, round: 0, trial: 0, score: 0.9, confidence: 0.8 },
      quorum: { k: 3, m: 5, passes: 1, fails: 0 },
    })
    await attest(who(1), id, 'AUDIT_FAIL')
    await attest(client as Person, id, 'ACCEPTED')
    await attest(who(2), id, 'AUDIT_PASS')
    await attest(who(2), id, 'SAFETY_PASS', { score: 10_000 })
    expect(await statusOf(id)).toBe('PENDING')
    await expect(finalizeReceipt(as(client as Person), { id })).rejects.toThrow(
      code('E7003', { status: 409, message: 'QUORUM_NOT_MET: needed 3, have 2' }),
    )

    const last = await attest(who(3), id, 'AUDIT_PASS')
    expect(last).toMatchObject({ status: 'FINALIZED', quorum: { passes: 3, fails: 1 } })
    const [verdict, ...more] = await verdictsOf(id)
    expect(more).toEqual([])
    const document = verdictSchema.parse(verdict?.document)
    const all = await said(id)
    expect(document).toMatchObject({ receipt: id, status: 'FINALIZED', round: 0 })
    expect(new Set(document.attestations)).toEqual(new Set(all.map(({ hash }) => hash)))
    expect(verdictId(document)).toBe(verdict?.id)
    const lie = prisma().verdict.updateMany({ where: { receiptId: id }, data: { status: 'FAILED' } })
    await expect(lie).rejects.toThrow(/append-only/)
    expect(await prisma().anchorLeaf.count({ where: { kind: 'verdict', leaf: verdict?.id ?? '' } })).toBe(1)

    for (const side of [client, provider] as Person[]) {
      const types = await eventsOf(id, side)
      expect(types).toEqual(['receipt.issued', ...Array(6).fill('receipt.attested'), 'receipt.finalized'])
      expect(types.filter((type) => type === 'receipt.finalized')).toHaveLength(1)
    }
    expect(await foldJobs(id)).toHaveLength(1)
    expect(await finalizeReceipt(as(provider as Person), { id })).toEqual({ ok: true, status: 'FINALIZED' })
    expect(await verdictsOf(id)).toHaveLength(1)

    // Whoever comes after the end is late, whatever they say.
    await expect(attest(who(4), id, 'AUDIT_FAIL')).rejects.toThrow(code('E9004', { status: 409 }))
    const { receipt_id, verdict: shown, anchor } = await getVerdict(anonymous(), { id: verdict?.id ?? '' })
    expect({ receipt_id, shown, anchor }).toMatchObject({ receipt_id: id, shown: document, anchor: { state: 'OPEN' } })
  })

  it('fail: FAILED with the third', async () => {
    const id = await task()
    for (const n of [0, 1]) expect(await attest(who(n), id, 'AUDIT_FAIL')).toMatchObject({ status: 'PENDING' })
    await attest(who(2), id, 'AUDIT_PASS')
    expect(await attest(who(3), id, 'AUDIT_FAIL')).toMatchObject({ status: 'FAILED', quorum: { passes: 1, fails: 3 } })
    expect(await eventsOf(id, provider as Person)).toContain('receipt.failed')
    expect(await finalizeReceipt(as(who(0)), { id })).toEqual({ ok: true, status: 'FAILED' })
  })

  it('nothing but votes counts: safety and the client’s word decide nothing', async () => {
    const id = await task()
    for (const n of [0, 1, 2, 3, 4]) await attest(who(n), id, 'SAFETY_PASS')
    await attest(client as Person, id, 'REJECTED')
    expect(await statusOf(id)).toBe('PENDING')
    expect(await verdictsOf(id)).toEqual([])
  })

  it('two at once reach it once', async () => {
    const id = await task()
    for (const n of [0, 1]) await attest(who(n), id, 'AUDIT_PASS')
    const ready = await Promise.all(
      [2, 3, 4].map(async (n) => [who(n), await signStatement(who(n), id, 'AUDIT_PASS')] as const),
    )
    const ended = await Promise.allSettled(
      ready.map(([member, signature]) => attestReceipt(as(member), { id, type: 'AUDIT_PASS', signature })),
    )
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of ended) if (result.status === 'rejected') expect(result.reason).toMatchObject({ status: 409 })
    expect(await statusOf(id)).toBe('FINALIZED')
    expect([await verdictsOf(id), await foldJobs(id), await said(id)].map(({ length }) => length)).toEqual([1, 1, 3])
    expect((await eventsOf(id, client as Person)).filter((type) => type === 'receipt.finalized')).toHaveLength(1)
  })

  it('a transaction that breaks off at its last line leaves nothing', async () => {
    const id = await task()
    for (const n of [0, 1]) await attest(who(n), id, 'AUDIT_PASS')
    const signature = await signStatement(who(2), id, 'AUDIT_PASS')
    const broken = { ...as(who(2)), beforeCommit: () => Promise.reject(new Error('killed')) }
    await expect(attestReceipt(broken, { id, type: 'AUDIT_PASS', signature })).rejects.toThrow('killed')

    expect([await verdictsOf(id), await foldJobs(id), await said(id)].map(({ length }) => length)).toEqual([0, 0, 2])
    expect(await statusOf(id)).toBe('PENDING')
    expect(await eventsOf(id, client as Person)).not.toContain('receipt.finalized')
    expect(await attestReceipt(as(who(2)), { id, type: 'AUDIT_PASS', signature })).toMatchObject({
      status: 'FINALIZED',
    })
  })
})

describe('refused', () => {
  const roles: [string, () => Person, Judgement][] = [
    ['the provider as a judge', () => provider as Person, 'AUDIT_PASS'],
    ['the provider as the client', () => provider as Person, 'ACCEPTED'],
    ['an outsider', () => outsider as Person, 'AUDIT_PASS'],
    ['an auditor without a seat', () => who(6), 'AUDIT_PASS'],
    ['an auditor without a seat, of safety', () => who(6), 'SAFETY_FAIL'],
    ['the client as a judge', () => client as Person, 'SAFETY_PASS'],
    ['a member as the client', () => who(0), 'REJECTED'],
  ]
  it.each(roles)('%s: E7002, text and statement alike', async (_, caller, type) => {
    const id = await task()
    const input = { id, type, signature: `0x${'00'.repeat(65)}` }
    await expect(getAttestationText(as(caller()), input)).rejects.toThrow(code('E7002'))
    await expect(attestReceipt(as(caller()), input)).rejects.toThrow(code('E7002', { status: 403 }))
    expect(await said(id)).toEqual([])
  })

  it('either side, that sits with another wallet of theirs: E7002', async () => {
    for (const side of [provider, client] as Person[]) {
      const { address } = privateKeyToAccount(generatePrivateKey())
      const second = address.toLowerCase() as Hex
      await prisma().wallet.create({
        data: { id: newId(), userId: side.userId, address: second, chainId: 31337, verifiedAt: currentTime() },
      })
      const id = await task([who(0), who(1), { ...side, address: second }])
      const input = { id, type: 'AUDIT_PASS' as const, signature: `0x${'11'.repeat(65)}` }
      await expect(getAttestationText(as(side), input)).rejects.toThrow(code('E7002'))
      await expect(attestReceipt(as(side), input)).rejects.toThrow(code('E7002', { status: 403 }))
      expect(await said(id)).toEqual([])
    }
  })

  it('a member of another receipt, and a replaced one', async () => {
    const [mine, other] = [await task(auditors.slice(0, 5)), await task(auditors.slice(2, 7))]
    await expect(attest(who(0), other, 'AUDIT_PASS')).rejects.toThrow(code('E7002'))
    await attest(who(1), mine, 'AUDIT_PASS')

    const early = await signStatement(who(0), mine, 'AUDIT_PASS')
    const next = [1, 2, 3, 5, 6].map((n) => who(n).address)
    await seatAgain(mine, next, 3)
    await expect(attestReceipt(as(who(0)), { id: mine, type: 'AUDIT_PASS', signature: early })).rejects.toThrow(
      code('E7002'),
    )
    // Who stayed keeps what they said; whoever stayed in silence signs for the new round.
    await expect(attest(who(1), mine, 'AUDIT_PASS')).rejects.toThrow(code('E7004'))
    const old = {
      id: mine,
      type: 'AUDIT_PASS' as const,
      signature: await signStatement(who(2), mine, 'AUDIT_PASS'),
      round: 0,
    }
    await expect(attestReceipt(as(who(2)), old)).rejects.toThrow(code('E7002'))
    await attest(who(5), mine, 'AUDIT_PASS')
    expect(await attest(who(2), mine, 'AUDIT_PASS')).toMatchObject({
      status: 'FINALIZED',
      round: 1,
      quorum: { passes: 3 },
    })
  })

  it('twice in a family, whichever side of it, and the same signature again: E7004', async () => {
    const [id, another] = [await task(), await task()]
    const signature = await signStatement(who(0), id, 'AUDIT_PASS', { score: 5_000 })
    const input = { id, type: 'AUDIT_PASS' as const, score: 5_000, signature }
    await attestReceipt(as(who(0)), input)
    await expect(attestReceipt(as(who(0)), input)).rejects.toThrow(code('E7004', { status: 409 }))
    await expect(attest(who(0), id, 'AUDIT_FAIL')).rejects.toThrow(code('E7004'))
    // On another receipt it is nobody's signature.
    await expect(attestReceipt(as(who(0)), { ...input, id: another })).rejects.toThrow(code('E1006', { status: 400 }))
    await expect(attestReceipt(as(who(1)), input)).rejects.toThrow(code('E1006'))
    expect([await said(id), await said(another)].map(({ length }) => length)).toEqual([1, 0])
  })

  it('a member under another of its names: the database keeps one vote a member', async () => {
    const id = await task()
    await attest(who(0), id, 'AUDIT_PASS')
    const sql = sqlOver(database().pool)
    const [vote] = (await listStatements(sql, [id])).filter(({ family }) => family === 'AUDIT')
    const again = { ...(vote as ReceiptStatement), id: newId(), signer: `did:pkh:eip155:1:${who(0).address}` }
    expect(await insertStatement(sql, again)).toBe(false)
    expect(await insertStatement(sql, { ...again, trial: 1 })).toBe(true)
  })

  it('the same statement handed in five times at once is one', async () => {
    const id = await task()
    const input = { id, type: 'AUDIT_PASS' as const, signature: await signStatement(who(0), id, 'AUDIT_PASS') }
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => attestReceipt(as(who(0)), input)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const t of tries) if (t.status === 'rejected') expect(t.reason).toMatchObject({ code: 'E7004' })
    expect(await said(id)).toHaveLength(1)
  })

  it.each([
    ['another score', { score: 9_999 }],
    ['another confidence', { score: 5_000, confidence: 1 }],
    ['none', {}],
    ['other evidence', { score: 5_000, evidence_hash: `0x${'99'.repeat(32)}` }],
    ['the opposite', { score: 5_000, type: 'AUDIT_FAIL' as const }],
    ['another family', { score: 5_000, type: 'SAFETY_PASS' as const }],
  ])('a signature over %s than is handed in: 400', async (_, over) => {
    const id = await task()
    const signature = await signStatement(who(0), id, 'AUDIT_PASS', { score: 5_000 })
    const input = { id, type: 'AUDIT_PASS' as const, signature, ...over }
    await expect(attestReceipt(as(who(0)), input)).rejects.toThrow(code('E1006', { status: 400 }))
    expect(await said(id)).toEqual([])
  })

  it('what is no signature: E1008; no such receipt: E7001', async () => {
    const id = await task()
    await expect(attestReceipt(as(who(0)), { id, type: 'AUDIT_PASS', signature: 'hello' })).rejects.toThrow(
      code('E1008'),
    )
    const nowhere = { id: `0x${'00'.repeat(32)}`, type: 'AUDIT_PASS' as const, signature: '0x' }
    await expect(attestReceipt(as(who(0)), nowhere)).rejects.toThrow(code('E7001', { status: 404 }))
    await expect(finalizeReceipt(as(who(0)), nowhere)).rejects.toThrow(code('E7001'))
    await expect(getVerdict(anonymous(), { id: nowhere.id })).rejects.toThrow(code('E7001'))
  })

  it('the parties’ own receipt is nobody else’s to see, but its members judge it', async () => {
    const id = await task(auditors.slice(0, 5), { visibility: 'parties' })
    await expect(getAttestationText(as(outsider as Person), { id, type: 'AUDIT_PASS' })).rejects.toThrow(code('E7001'))
    await expect(finalizeReceipt(as(outsider as Person), { id })).rejects.toThrow(code('E7001'))
    for (const n of [0, 1, 2]) await attest(who(n), id, 'AUDIT_PASS')
    const [verdict] = await verdictsOf(id)
    await expect(getVerdict(anonymous(), { id: verdict?.id ?? '' })).rejects.toThrow(code('E7001'))
    expect(await getVerdict(as(client as Person), { id: verdict?.id ?? '' })).toMatchObject({ receipt_id: id })
  })
})

describe('a wallet that is a contract', () => {
  it('is asked on its own chain whether it signed, and what it refuses is refused', async () => {
    const owner = privateKeyToAccount(generatePrivateKey())
    const { signMessage, signTypedData } = owner
    const { address } = await deployTestContract('owner-wallet', [owner.address])
    const wallet = await person({ account: { address, signMessage, signTypedData } })
    const id = await task([who(0), who(1), who(2), who(3), wallet])
    const signature = await signStatement(wallet, id, 'AUDIT_FAIL')
    const other = { id, type: 'AUDIT_PASS' as const, signature }
    await expect(attestReceipt(as(wallet), other)).rejects.toThrow(code('E1005', { status: 400 }))
    const done = await attestReceipt(as(wallet), { id, type: 'AUDIT_FAIL', signature })
    expect(done).toMatchObject({ member: wallet.address, signature, quorum: { passes: 0, fails: 1 } })
  })
})

describe('where the evidence lies', () => {
  it('is kept beside what was signed, goes with its signer, and nothing else ever changes', async () => {
    const [leaver, stays] = [await person(), who(1)]
    const id = await task([leaver, stays, who(2), who(3), who(4)])
    const evidence = { evidence_hash: `0x${'5e'.repeat(32)}`, evidence_ref: 'https://example.org/report' }
    for (const member of [leaver, stays]) {
      const { evidence_hash } = evidence
      const signature = await signStatement(member, id, 'SAFETY_PASS', { evidence_hash })
      const made = await attestReceipt(as(member), { id, type: 'SAFETY_PASS', ...evidence, signature })
      expect(made).toMatchObject({ ...evidence, message: { evidenceHash: evidence_hash } })
    }
    await eraseMe(leaver.ctx)
    expect(await said(id)).toMatchObject([
      { member: leaver.address, evidenceRef: null, evidenceHash: evidence.evidence_hash },
      { member: stays.address, evidenceRef: evidence.evidence_ref },
    ])

    const where = { receiptId: id, member: stays.address }
    for (const data of [{ evidenceRef: 'https://example.org/another' }, { type: 'SAFETY_FAIL' }, { score: 1 }]) {
      await expect(prisma().receiptAttestation.updateMany({ where, data })).rejects.toThrow(/append-only/)
    }
    await expect(prisma().receiptAttestation.deleteMany({ where })).rejects.toThrow(/append-only/)
  })
})

describe('an agent without a wallet', () => {
  it('signs canonical JSON with its Ed25519 key, for its user', async () => {
    const agent = await keyAuditor(who(6))
    const id = await task([who(0), who(1), who(2), who(3)])
    await prisma().committeeSeat.create({
      data: { subjectKind: 'receipt', subjectId: id, round: 0, seat: 4, member: agent.member, attempt: 9 },
    })
    const text = await getAttestationText(as(who(6)), { id, type: 'AUDIT_PASS', score: 7_500 })
    expect(text).toMatchObject({ did: agent.did, role: 'member', round: 0, document: { message: { score: 7_500 } } })
    expect(text).not.toHaveProperty('typed_data')

    const signature = agent.sign(text.document)
    const input = { id, type: 'AUDIT_PASS' as const, score: 7_500 }
    const broken = signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    await expect(attestReceipt(as(who(6)), { ...input, signature: broken })).rejects.toThrow(
      code('E1005', { status: 400 }),
    )
    await expect(attestReceipt(as(who(6)), { ...input, score: 1, signature })).rejects.toThrow(code('E1005'))
    await expect(attestReceipt(as(who(6)), { ...input, signature: `${signature}00` })).rejects.toThrow(code('E1008'))
    const done = await attestReceipt(as(who(6)), { ...input, signature })
    expect(done).toMatchObject({ signer: agent.did, member: agent.member, quorum: { passes: 1 } })

    const { signer: did, domain, message, signature: kept } = done
    expect(await verifyStatement({ did, domain, message, signature: kept }, recoverSigner)).toBe(true)
  })
})

describe('the safety net', () => {
  it('decides what is open though its quorum is met, and looks at all of them by and by', async () => {
    const ids = [await task(), await task(), await task()]
    for (const id of ids) for (const n of [0, 1, 2]) await attest(who(n), id, 'AUDIT_PASS')
    const open = await task()
    await attest(who(0), open, 'AUDIT_PASS')
    // As if another rule had held when they were said.
    await prisma().receipt.updateMany({ where: { id: { in: ids.slice(1) } }, data: { status: 'PENDING' } })
    await prisma().committee.updateMany({ where: { receiptId: { in: ids.slice(1) } }, data: { state: 'SEATED' } })

    let decided = 0
    for (let runs = 0; runs < 100; runs++) decided += await finalizeReached(systemContext('test'), 3)
    expect(decided).toBe(2)
    for (const id of ids) expect(await statusOf(id)).toBe('FINALIZED')
    expect(await statusOf(open)).toBe('PENDING')
  })
})
