import { type Address, createPublicClient, createTestClient, http, type PublicClient, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import type { Database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import { sealText } from '@/lib/secret/seal'
import { EAS_ABI } from '../eas-abi'
import { CAPABILITY_UID, encodeCapability, ZERO_UID } from '../encode'
import type { IssuerKind, Operation } from '../types'

/** For tests: issuers and items as the API stores them, and a look at a chain without the desk. */

export type TestIssuer = { id: string; organizationId: string; chainId: number; address: Hex; key: Hex }

/** An issuer of an organization of its own. */
export async function testIssuer(
  db: Database,
  { chainId = 31337, kind = 'KEPT' as IssuerKind, now }: { chainId?: number; kind?: IssuerKind; now: Date },
): Promise<TestIssuer> {
  const { id: organizationId } = await db.prisma.organization.create({
    data: { id: newId(), name: 'Attesters', createdAt: now },
  })
  const [id, key] = [newId(), generatePrivateKey()]
  const address = privateKeyToAccount(key).address.toLowerCase() as Hex
  await db.prisma.issuer.create({
    data: {
      ...{ id, organizationId, chainId, address, kind, createdBy: newId(), createdAt: now },
      key: kind === 'KEPT' ? sealText('issuer', id, key) : null,
    },
  })
  return { id, organizationId, chainId, address, key }
}

type NewItem = {
  recipient?: Hex
  expirationTime?: bigint
  refUid?: Hex
  uid?: Hex
  priority?: number
  schemaUid?: Hex
  capability?: string
  capabilities?: string[]
  /** Fields of another schema, as they are. */
  data?: Hex
}

/** A workflow of items that wait, as POST attestations and POST attestations/batch store it. Answers the workflow's id. */
export async function testWorkflow(
  db: Database,
  issuer: TestIssuer,
  items: readonly NewItem[],
  { now, operation = 'ATTEST' as Operation }: { now: Date; operation?: Operation },
): Promise<string> {
  const id = newId()
  const [first] = items
  const schemaUid = first?.schemaUid ?? CAPABILITY_UID
  const common = { organizationId: issuer.organizationId, issuerId: issuer.id, chainId: issuer.chainId, operation }
  await db.prisma.attestationWorkflow.create({
    data: { ...common, id, schemaUid, total: items.length, createdBy: newId(), createdAt: now },
  })
  await db.prisma.attestationItem.createMany({
    data: items.map((item, index) => {
      const capability = {
        integraHash: `0x${index.toString(16).padStart(64, '0')}` as Hex,
        tokenId: BigInt(index),
        capabilities: item.capabilities ?? [item.capability ?? 'read'],
      }
      return {
        ...common,
        ...{ id: newId(), workflowId: id, index, schemaUid, priority: item.priority ?? 0 },
        recipient: operation === 'ATTEST' ? (item.recipient ?? recipientOf(index)) : null,
        data: operation === 'ATTEST' ? (item.data ?? encodeCapability(capability)) : null,
        integraHash: operation === 'ATTEST' && !item.data ? capability.integraHash : null,
        refUid: item.refUid ?? ZERO_UID,
        expirationTime: item.expirationTime ?? 0n,
        uid: item.uid ?? null,
        runAfter: now,
        expiresAt: new Date(now.getTime() + 300_000),
        createdAt: now,
        updatedAt: now,
      }
    }),
  })
  return id
}

export function recipientOf(index: number): Hex {
  return `0x${(index + 0xabc0).toString(16).padStart(40, '0')}`
}

/** The chain as anybody sees it. */
export function onlooker(rpcUrl: string, eas: Hex) {
  const client: PublicClient = createPublicClient({ chain: foundry, transport: http(rpcUrl), cacheTime: 0 })
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) })
  const contract = { address: eas, abi: EAS_ABI } as const
  return {
    client,
    anvil,
    fund: (address: Address) => anvil.setBalance({ address, value: parseEther('1000') }),
    attestedBy: (attester: Hex) =>
      client.getContractEvents({ ...contract, eventName: 'Attested', args: { attester }, fromBlock: 0n }),
    nonceOf: (issuer: Hex) => client.readContract({ ...contract, functionName: 'getNonce', args: [issuer] }),
    attestation: (uid: Hex) => client.readContract({ ...contract, functionName: 'getAttestation', args: [uid] }),
  }
}
