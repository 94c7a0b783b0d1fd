import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { encodeFunctionData, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { CHAIN, lower, openChain, randomHash } from './rig/deals.mjs'
import { environmentOf } from './rig/servers.mjs'

const ITEMS = 1_000
const TOGETHER = 50
const LOOKS = 200
/** Receipts under one root (domain §7): what a leaf costs is its share of one `timestamp`. */
const LEAVES = [1, 100, 1_024]

const artifact = fileURLToPath(new URL('../lib/chain/abi/eas.json', import.meta.url))

/**
 * A batch of 1 000 capability attestations from PENDING to CONFIRMED, as a worker takes them there: asked about, signed for
 * their issuer, stored, sent, found and read back. The chain makes a block for each transaction, so this is the desk's own
 * time and the node's, not the chain's. Beside its gas that of the issuer's own `attest` and `multiAttest`.
 */
export default { name: 'attestations', title: 'a batch of attestations', needs: 'services', run: measure }

async function measure(bench) {
  const { services, pool, product, say } = bench
  const chain = openChain(services)
  const submitter = await setEnvironment(services, chain)
  const issuer = await makeIssuer(pool, product)
  const items = Array.from({ length: ITEMS }, (_, at) => itemOf(product, at))
  const own = await countOwn(services, product, chain, items.slice(0, TOGETHER))
  say(`  ${ITEMS} attestations by ${submitter.address} for ${issuer.address} …`)

  await insertBatch(pool, product, issuer, items)
  const started = performance.now()
  await bringAll(product).finally(() => product.database().close())
  const seconds = (performance.now() - started) / 1_000
  const { rows } = await pool.query(
    `SELECT count(*)::int AS confirmed,
      (SELECT sum(gas_used)::float8 / sum(size) FROM attestation_submissions) AS gas,
      (SELECT count(*)::int FROM attestation_submissions) AS calls
    FROM attestation_items WHERE status = 'CONFIRMED'`,
  )
  const [{ confirmed, gas, calls }] = rows
  if (confirmed !== ITEMS) throw new Error(`Only ${confirmed} of ${ITEMS} were confirmed`)
  const compare = (value) => [value.toFixed(0), `${(value / own.alone).toFixed(2)} ×`]
  return {
    table: {
      columns: ['way', 'gas per attestation', 'of attest'],
      rows: [
        ['attest, by the issuer itself', ...compare(own.alone)],
        [`multiAttest of ${TOGETHER}, by the issuer itself`, ...compare(own.together)],
        [`the desk for the issuer, ${calls} calls for ${ITEMS}`, ...compare(gas)],
        ...LEAVES.map((leaves) => [`one root for ${leaves} receipts, each`, ...compare(own.root / leaves)]),
        [`the desk: ${ITEMS} to CONFIRMED`, `${seconds.toFixed(1)} s`, `${(ITEMS / seconds).toFixed(0)}/s`],
      ],
    },
  }
}

/** A worker's looks, one after the other, until nothing is under way. */
async function bringAll({ attestChain, systemContext }) {
  for (let look = 0; look < LOOKS; look++) {
    if ((await attestChain(systemContext('bench'), CHAIN)) === 'idle') return
  }
}

/** The gas of the same attestations when the issuer sends them itself. */
async function countOwn({ addresses }, { CAPABILITY_UID: schema }, chain, items) {
  const { abi } = JSON.parse(readFileSync(artifact, 'utf8'))
  const account = await chain.fund()
  const rest = { expirationTime: 0n, revocable: true, refUID: zeroHash, value: 0n }
  const gasOf = async (functionName, args) => {
    const data = encodeFunctionData({ abi, functionName, args })
    return Number((await chain.send(account, { to: addresses.eas, data })).gasUsed)
  }
  const [first] = items
  // An account's first transaction pays for its first nonce.
  await gasOf('attest', [{ schema, data: { ...first, ...rest } }])
  return {
    root: await gasOf('timestamp', [randomHash()]),
    alone: await gasOf('attest', [{ schema, data: { ...items[1], ...rest } }]),
    together:
      (await gasOf('multiAttest', [[{ schema, data: items.map((one) => ({ ...one, ...rest })) }]])) / items.length,
  }
}

function setEnvironment(services, chain) {
  const settings = environmentOf(services)
  Object.assign(process.env, settings)
  return chain.fund(settings.SUBMITTER_KEY_31337)
}

/** An organization, and the key the desk keeps for it. */
async function makeIssuer(pool, { sealText }) {
  const [organizationId, id, key] = [randomUUID(), randomUUID(), generatePrivateKey()]
  const address = lower(privateKeyToAccount(key))
  await pool.query('INSERT INTO organizations (id, name) VALUES ($1, $2)', [organizationId, 'Bench'])
  await pool.query(
    `INSERT INTO issuers (id, organization_id, chain_id, address, kind, key, created_by, created_at)
    VALUES ($1, $2, $3, $4, 'KEPT', $5, $1, now())`,
    [id, organizationId, CHAIN, address, sealText('issuer', id, key)],
  )
  return { id, organizationId, address }
}

function itemOf({ encodeCapability }, at) {
  const capability = { integraHash: randomHash(), tokenId: BigInt(at), capabilities: ['read', 'sign'] }
  return { recipient: lower(privateKeyToAccount(generatePrivateKey())), data: encodeCapability(capability) }
}

async function insertBatch(pool, { CAPABILITY_UID: uid }, { id: issuerId, organizationId }, items) {
  const workflow = randomUUID()
  await pool.query(
    `INSERT INTO attestation_workflows (id, organization_id, issuer_id, operation, chain_id, schema_uid, total, created_by, created_at)
    VALUES ($1, $2, $3, 'ATTEST', $4, $5, $6, $1, now())`,
    [workflow, organizationId, issuerId, CHAIN, uid, items.length],
  )
  await pool.query(
    `INSERT INTO attestation_items (id, workflow_id, index, organization_id, issuer_id, operation, chain_id, schema_uid, priority,
      recipient, data, ref_uid, run_after, expires_at, created_at, updated_at)
    SELECT gen_random_uuid(), $1, n - 1, $2, $3, 'ATTEST', $4, $5, 0, r, d, $6, now(), now() + interval '5 minutes', now(), now()
    FROM unnest($7::text[], $8::text[]) WITH ORDINALITY AS t(r, d, n)`,
    [
      ...[workflow, organizationId, issuerId, CHAIN, uid, zeroHash],
      ...[items.map(({ recipient }) => recipient), items.map(({ data }) => data)],
    ],
  )
}
