import { createWalletClient, http, parseEventLogs } from 'viem'
import { generatePrivateKey, privateKeyToAccount, sign } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { publicClient } from '@/lib/chain/public-client'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { addresses, fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import {
  attestByDelegationCall,
  attestDigest,
  type Delegate,
  delegationFormOf,
  revokeByDelegationCall,
  revokeDigest,
} from './delegated'
import { EAS_ABI } from './eas-abi'
import {
  CAPABILITY_SCHEMA,
  CAPABILITY_UID,
  decodeCapability,
  encodeCapability,
  registerSchemaCall,
  ZERO_UID,
} from './encode'
import { readAttestation, readEas, readEasNonce, readSchema } from './read-eas'

const CHAIN = 31337
const SOON = BigInt(Math.floor(Date.now() / 1000) + 86_400 * 3_650)

let fresh: TestDatabase
let send: (to: string, data: Hex) => Promise<{ logs: Parameters<typeof parseEventLogs>[0]['logs'] }>
beforeAll(async () => {
  fresh = await ownDesk()
  const account = await fundedAccount()
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
  send = async (to, data) => {
    const hash = await wallet.sendTransaction({ to: to as Hex, data })
    const receipt = await mined(publicClient(CHAIN), hash)
    if (receipt.status !== 'success') throw new Error('reverted')
    return receipt
  }
  if (!(await readSchema(CHAIN, CAPABILITY_UID))) {
    // Another test of the run may register it at the same moment.
    await send(addresses().schemaRegistry, registerSchemaCall(CAPABILITY_SCHEMA)).catch(() => undefined)
  }
})
afterAll(() => fresh?.drop())

describe('delegated calls, on the contract itself', () => {
  it('are taken by EAS: the issuer is the attester, each item spends a nonce, and the issuer revokes', async () => {
    expect(await readSchema(CHAIN, CAPABILITY_UID)).toMatchObject({ definition: CAPABILITY_SCHEMA, revocable: true })
    const eas = await readEas(CHAIN)
    const key = generatePrivateKey()
    const issuer = privateKeyToAccount(key).address.toLowerCase() as Hex
    const signDigest = (hash: Hex) => sign({ hash, privateKey: key, to: 'hex' })
    const items = [1n, 2n ** 256n - 1n].map((tokenId) => ({
      recipient: `0x${'70'.repeat(20)}` as Hex,
      expirationTime: SOON,
      revocable: true,
      refUID: ZERO_UID,
      data: encodeCapability({ integraHash: `0x${'ab'.repeat(32)}`, tokenId, capabilities: ['view', 'transfer'] }),
    }))

    const first: Delegate = { schema: CAPABILITY_UID, issuer, nonce: await readEasNonce(CHAIN, issuer), deadline: SOON }
    const signatures = await Promise.all(
      items.map((item, i) => signDigest(attestDigest(eas, { ...first, nonce: first.nonce + BigInt(i) }, item))),
    )
    const attested = await send(addresses().eas, attestByDelegationCall(eas.form, { ...first, signatures }, items))

    const uids = parseEventLogs({ abi: EAS_ABI, eventName: 'Attested', logs: attested.logs }).map(
      ({ args }) => args.uid,
    )
    expect(uids).toHaveLength(2)
    const found = await Promise.all(uids.map((uid) => readAttestation(CHAIN, uid)))
    expect(found.map((one) => one?.attester.toLowerCase())).toEqual([issuer, issuer])
    expect(found.map((one) => one && decodeCapability(one.data)?.tokenId)).toEqual([1n, 2n ** 256n - 1n])
    expect(await readEasNonce(CHAIN, issuer)).toBe(first.nonce + 2n)

    const next: Delegate = { ...first, nonce: first.nonce + 2n }
    const [uid = ZERO_UID] = uids
    const revocation = [await signDigest(revokeDigest(eas, next, uid))]
    await send(addresses().eas, revokeByDelegationCall(eas.form, { ...next, signatures: revocation }, [uid]))
    expect((await readAttestation(CHAIN, uid))?.revocationTime).toBeGreaterThan(0n)
    await expect(
      send(addresses().eas, revokeByDelegationCall(eas.form, { ...next, signatures: revocation }, [uid])),
    ).rejects.toThrow()
  })

  it('name the three forms contracts of EAS were deployed with', () => {
    // As printed in their sources, beside the type strings.
    expect(delegationFormOf('0xdbfdf8dc2b135c26253e00d5b6cbe6f20457e003fd526d97cea183883570de61')).toBe('PLAIN')
    expect(delegationFormOf('0xf83bb2b0ede93a840239f7e701a54d9bc35f03701f51ae153d601c6947ff3d3f')).toBe('TIMED')
    expect(delegationFormOf('0xfeb2925a02bae3dae48d424a0437a2b6ac939aa9230ddc55a1a76f065d988076')).toBe('NAMED')
    expect(delegationFormOf(ZERO_UID)).toBeNull()
  })
})
