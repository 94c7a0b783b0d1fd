import pg from 'pg'
import { createPublicClient, http, parseEther } from 'viem'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from './errors'
import { makeLog } from './log'
import { isSecretName } from './log-redact'
import { withRequestId } from './request-scope'

const SECRET = 'hunter2-918273645102938475'

/** What a line reads like on standard output. */
function written(write: (log: ReturnType<typeof makeLog>) => void): string {
  const lines: string[] = []
  const log = makeLog({ write: (line: string) => void lines.push(line) })
  log.level = 'trace'
  write(log)
  return lines.join('')
}

/** Names as people write them: snake, camel, kebab and header case. */
const NAMES = [
  ...['authorization', 'Authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'Set-Cookie', 'signature'],
  ...[
    'webhook-signature',
    'creatorSignature',
    'token',
    'access_token',
    'accessToken',
    'id_token',
    'csrfToken',
    'secret',
  ],
  ...[
    'previousSecret',
    'secret_hash',
    'AUTH_SECRET',
    'salt',
    'balance',
    'minBalance',
    'password',
    'passwd',
    'passphrase',
  ],
  ...['mnemonic', 'privateKey', 'private_key', 'PRIVATE-KEY', 'key', 'apiKey', 'api_key', 'x-api-key', 'DESK_KEY'],
  ...[
    'ENCRYPTION_KEY',
    'credentials',
    'bearer',
    'jwt',
    'connectionString',
    'raw',
    'body',
    'payload',
    'invite',
    'email',
  ],
  ...['phone', 'headers', 'params', 'codeHash', 'TWILIO_AUTH_TOKEN', 'RESEND_API_KEY', 'METRICS_TOKEN'],
]

describe('a field', () => {
  it.each(NAMES)('called %s is not written, however deep it stands', (name) => {
    const deep = (depth: number): object => (depth === 0 ? { [name]: SECRET } : { inner: [deep(depth - 1)] })
    for (const depth of [0, 1, 2]) {
      const line = written((log) => log.warn(deep(depth), 'said'))
      expect(line).not.toContain(SECRET)
      expect(line).toContain('[redacted]')
    }
    expect(written((log) => log.warn({ [name]: { anything: [SECRET, 918273645102938475n] } }, 'said'))).not.toContain(
      '9182',
    )
  })

  it('so deep that nobody reads it is left out, and a circle ends', () => {
    const circle: Record<string, unknown> = {}
    circle.again = circle
    circle.deep = { a: { b: { c: { d: { e: { f: { g: SECRET } } } } } } }
    expect(written((log) => log.warn(circle, 'said'))).not.toContain(SECRET)
  })

  it('that is bytes is not spelled out', () => {
    const bytes = Buffer.from(SECRET)
    const line = written((log) => log.warn({ bytes, view: new Uint8Array(bytes) }, 'said'))
    expect(line).toContain('[bytes]')
    expect(line).not.toContain(String(bytes[0]))
  })

  it.each([
    'task',
    'job',
    'job_id',
    'event',
    'attempt',
    'status',
    'chainId',
    'request_id',
    'path',
    'from',
    'to',
    'worker',
  ])('called %s is written', (name) => {
    expect(isSecretName(name)).toBe(false)
    expect(written((log) => log.warn({ [name]: 'plain' }, 'said'))).toContain(`"${name}":"plain"`)
  })
})

describe('a text', () => {
  it.each([
    `https://rpc.example/v2/${SECRET}`,
    `https://user:${SECRET}@rpc.example/`,
    `wss://rpc.example?key=${SECRET}`,
    `postgresql://desk:${SECRET}@db.example:5432/desk`,
    `Bearer cst_${SECRET}`,
    `csk_abc_${SECRET}`,
    `whsec_${SECRET}`,
  ])('%s is cut to what is no secret, in fields and in messages', (text) => {
    expect(written((log) => log.warn({ where: text, list: [`at ${text} it broke`] }, 'said'))).not.toContain(SECRET)
    expect(written((log) => log.warn(`It broke at ${text}.`))).not.toContain(SECRET)
    expect(written((log) => log.warn({}, `It broke at ${text}.`))).not.toContain(SECRET)
  })
})

describe('an error', () => {
  const errors: Record<string, unknown> = {}
  beforeAll(async () => {
    const url = `http://127.0.0.1:1/${SECRET}`
    const client = createPublicClient({ transport: http(url, { retryCount: 0 }) })
    errors.viem = await client
      .estimateGas({
        to: `0x${'1'.repeat(40)}`,
        value: parseEther('1'),
        data: `0x${Buffer.from(SECRET).toString('hex')}`,
      })
      .catch((error: unknown) => error)
    errors.undici = await fetch(url, { method: 'POST', body: SECRET, headers: { authorization: SECRET } }).catch(
      (error: unknown) => error,
    )
    const pool = new pg.Pool({ connectionString: `postgresql://desk:${SECRET}@127.0.0.1:1/desk` })
    errors.pg = await pool.query('SELECT $1', [SECRET]).catch((error: unknown) => error)
    await pool.end()
    errors.row = Object.assign(new Error(`duplicate key: ${SECRET}`), {
      code: '23505',
      detail: `Key (token)=(${SECRET}) already exists.`,
      where: SECRET,
      config: { headers: { authorization: SECRET } },
      cause: new Error(SECRET, { cause: { text: SECRET } }),
    })
    errors.aggregate = new AggregateError([new Error(SECRET)], SECRET)
    errors.ours = new AppError('E2004', `No provider at https://rpc.example/${SECRET} answers.`)
  })

  it.each(['viem', 'undici', 'pg', 'row', 'aggregate', 'ours'])('of %s is told without what it quotes', (name) => {
    const error = errors[name]
    expect(error).toBeInstanceOf(Error)
    const hex = Buffer.from(SECRET).toString('hex')
    const lines = [
      written((log) => log.warn({ err: error }, 'said')),
      written((log) => log.warn({ err: error })),
      written((log) => log.warn({ reason: error, list: [{ error }] }, 'said')),
      written((log) => log.warn(error as Error)),
      written((log) => log.warn(error as Error, 'said')),
      written((log) => log.child({ err: error }).warn('said')),
    ]
    for (const line of lines) {
      expect(line).not.toContain(SECRET)
      expect(line).not.toContain(hex)
      expect(line).toContain((error as Error).name)
    }
  })

  it('is still told well enough to be found', () => {
    const line = written((log) => log.warn({ err: errors.row }, 'said'))
    expect(JSON.parse(line)).toMatchObject({
      msg: 'said',
      err: { name: 'Error', code: '23505', cause: { name: 'Error' } },
    })
    expect(JSON.parse(line).err.at[0]).toContain('log.test.ts')
  })
})

it('every line carries the ids of what it was written for', () => {
  const line = written((log) =>
    withRequestId('r-1', () => withRequestId('r-1', () => log.info('said'), { event_id: 'e-1' }), { job_id: '7' }),
  )
  expect(JSON.parse(line)).toMatchObject({ request_id: 'r-1', job_id: '7', event_id: 'e-1', msg: 'said' })
})
