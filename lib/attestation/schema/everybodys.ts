import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import { singleton } from '@/lib/singleton'
import { readSchema } from '../read-eas'
import type { Schema } from './known'

/** What `ATTESTATION_SCHEMAS` allows to everybody, as the registries tell it; left out while a registry does not. */
export async function everybodysSchemas(): Promise<Schema[]> {
  const named = namedIn(env().ATTESTATION_SCHEMAS ?? '')
  const found = await Promise.all(named.map(({ chainId, uid }) => readOnce(chainId, uid)))
  return found.filter((schema) => schema !== null)
}

/** Pure: `31337:0x…` with commas between, which the environment has checked. */
function namedIn(list: string): { chainId: number; uid: Hex }[] {
  const entries = list.split(',').flatMap((entry) => entry.trim() || [])
  return entries.map((entry) => {
    const [chainId, uid = ''] = entry.split(':')
    return { chainId: Number(chainId), uid: uid.toLowerCase() as Hex }
  })
}

/** A registered schema never changes. */
async function readOnce(chainId: number, uid: Hex): Promise<Schema | null> {
  const known = singleton('everybodys-schemas', () => new Map<string, Schema>())
  const kept = known.get(`${chainId} ${uid}`)
  if (kept) return kept
  try {
    const found = await readSchema(chainId, uid)
    if (!found) return null
    const schema = { ...found, chainId, uid, name: `Schema ${uid.slice(0, 10)}`, own: false }
    known.set(`${chainId} ${uid}`, schema)
    return schema
  } catch (err) {
    log.warn({ err, chainId, uid }, 'a schema of ATTESTATION_SCHEMAS could not be read')
    return null
  }
}
