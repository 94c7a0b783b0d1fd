import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { classify } from './address'
import { isHostList, parseAllowedHosts } from './allowed-hosts'
import { checkUrl, findTarget, type Guard } from './check-url'
import { findInHosts } from './hosts-file'
import { remembering } from './remember'

const NAMES: Record<string, string[]> = {
  'hooks.example.com': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example.com': ['10.0.0.7'],
  'both.example.com': ['93.184.215.14', '127.0.0.1'],
  'six.example.com': ['fd00::1'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  'nat64.example.com': ['64:ff9b::a00:1'],
  'metadata.google.internal': ['169.254.169.254'],
  'receiver.lan': ['192.168.1.9'],
  'xn--mnchen-3ya.example': ['93.184.215.14'],
  localhost: ['127.0.0.1', '::1'],
}
const resolve: Guard['resolve'] = async (name) => NAMES[name] ?? Promise.reject(new Error('ENOTFOUND'))
const guard = (allowed = ''): Guard => ({ resolve, allowed: parseAllowedHosts(allowed) })
/** E6001, the addresses it would go to, or `unknown`. */
async function outcome(url: string, allowed?: string) {
  const found = await findTarget(url, guard(allowed))
  const refused = await checkUrl(url, guard(allowed)).then(
    () => false,
    (error: unknown) => isAppError(error, 'E6001'),
  )
  expect(refused).toBe(found.kind === 'unsafe')
  if (refused) return 'E6001'
  return found.kind === 'safe' ? found.target.addresses : found.kind
}

describe('checkUrl', () => {
  it.each([
    ['https://hooks.example.com/in?a=1', NAMES['hooks.example.com']],
    ['https://hooks.example.com.:8443/in', NAMES['hooks.example.com']],
    ['HTTPS://HOOKS.EXAMPLE.COM', NAMES['hooks.example.com']],
    ['https://münchen.example/', NAMES['xn--mnchen-3ya.example']],
    ['https://93.184.215.14/in', ['93.184.215.14']],
    ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', ['2606:2800:21f:cb07:6820:80da:af6b:8b2c']],
    ['https://0x5db8d70e/', ['93.184.215.14']],
    ['https://nobody.example.com/', 'unknown'],
  ])('takes %s', async (url, addresses) => {
    expect(await outcome(url)).toEqual(addresses)
  })

  it.each([
    // This machine.
    'https://127.0.0.1/',
    'https://127.1/',
    'https://127.1:8443/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://017700000001/',
    'https://0177.0.0.1/',
    'https://127.0.0.1./',
    'https://127.255.255.254/',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://%31%32%37.0.0.1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://0.1.2.3/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::]/',
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://a.localhost/',
    'https://a.localhost./',
    'https://ⓛocalhost/',
    // Networks of one's own.
    'https://10.0.0.1/',
    'https://10.1/',
    'https://012.0.0.1/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
    'https://100.127.255.255/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://0251.0376.0251.0376/',
    'https://100.100.100.200/',
    'https://168.63.129.16/',
    'https://[fd00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fc00::]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    // Reserved.
    'https://192.0.0.192/',
    'https://192.0.2.1/',
    'https://192.88.99.1/',
    'https://198.18.0.1/',
    'https://198.19.255.255/',
    'https://198.51.100.1/',
    'https://203.0.113.1/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[ff02::1]/',
    'https://[100::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[4000::1]/',
    'https://[5f00::1]/',
    // Another address inside.
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:0a00:1]/',
    'https://[::ffff:0:10.0.0.1]/',
    'https://[::10.0.0.1]/',
    'https://[64:ff9b::]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::1]/',
    'https://[64:ff9b:1:ffff::10.0.0.1]/',
    'https://[2002:a00:1::]/',
    'https://[2002:7f00:1::1]/',
    'https://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/',
    'https://[2606:2800::5efe:10.0.0.1]/',
    // Names that lead inside, or nowhere.
    'https://inside.example.com/',
    'https://both.example.com/',
    'https://six.example.com/',
    'https://mapped.example.com/',
    'https://nat64.example.com/',
    'https://metadata.google.internal/',
    'https://receiver.lan/',
    'https://intranet/',
    'https://hooks.example.com../',
    // Other schemes and other ways to write.
    'http://hooks.example.com/',
    'http://93.184.215.14/',
    'ftp://hooks.example.com/',
    'file:///etc/passwd',
    'gopher://hooks.example.com/',
    'data:text/plain,hi',
    'javascript:alert(1)',
    'ws://hooks.example.com/',
    'https:hooks.example.com',
    'https:/hooks.example.com',
    'https:///hooks.example.com',
    'https:\\\\hooks.example.com',
    'https://',
    '//hooks.example.com/',
    'hooks.example.com',
    '',
    ' https://hooks.example.com/',
    'https://hooks.example.com/\n',
    'https://ho\toks.example.com/',
    'https://hooks.example.com/a b',
    'https://hooks.example.com/\u202e',
    'https://hooks.example.com:0/',
    'https://hooks.example.com:99999/',
    'https://[::1',
    'https://[fe80::1%25eth0]/',
    'https://hooks.example.com%00.evil.test/',
    // Users and passwords.
    'https://user@hooks.example.com/',
    'https://user:pass@hooks.example.com/',
    'https://@hooks.example.com/',
    'https://:@hooks.example.com/',
    'https://hooks.example.com@127.0.0.1/',
    'https://127.0.0.1@hooks.example.com/',
    'https://hooks.example.com:443@10.0.0.1/',
    'https://hooks.example.com\\@10.0.0.1/',
    'https://10.0.0.1\\@hooks.example.com/',
    `https://hooks.example.com/${'a'.repeat(2_048)}`,
  ])('refuses %j', async (url) => {
    expect(await outcome(url)).toBe('E6001')
  })

  it('says what to do, and where', async () => {
    await expect(checkUrl('http://hooks.example.com', guard())).rejects.toMatchObject({
      message: 'Use https.',
      status: 400,
      fields: [{ path: 'url', message: 'Use https.' }],
    })
  })
})

describe('the allow-list', () => {
  it.each([
    ['http://localhost:4000/hook', 'localhost:4000', ['127.0.0.1', '::1']],
    ['http://localhost:4000/hook', 'localhost', ['127.0.0.1', '::1']],
    ['http://LOCALHOST:4000/hook', ' localhost:4000 , receiver.lan', ['127.0.0.1', '::1']],
    ['http://127.0.0.1:4000/', '127.0.0.1:4000', ['127.0.0.1']],
    ['http://127.0.0.1', '127.0.0.1', ['127.0.0.1']],
    ['http://localhost.:4000/hook', 'localhost', 'E6001'],
    ['http://127.1:4000/', '127.0.0.1:4000', 'E6001'],
    ['https://127.1/', '127.0.0.1', 'E6001'],
    ['http://2130706433/', '127.0.0.1', 'E6001'],
    ['http://[::ffff:127.0.0.1]:4000/', '127.0.0.1', 'E6001'],
    ['http://[0::1]:4000/', '[::1]', 'E6001'],
    ['http://[::1]:4000/', '[::1]:4000', ['::1']],
    ['http://receiver.lan/', 'receiver.lan:80', ['192.168.1.9']],
    ['https://receiver.lan/', 'receiver.lan:443', ['192.168.1.9']],
    ['http://localhost:4000/', 'localhost:5000', 'E6001'],
    ['http://localhost/', 'localhost:4000', 'E6001'],
    ['http://127.0.0.1:4000/', 'localhost:4000', 'E6001'],
    ['http://inside.example.com/', '10.0.0.7', 'E6001'],
    ['https://inside.example.com/', '10.0.0.7', 'E6001'],
    ['http://a.receiver.lan/', 'receiver.lan', 'E6001'],
    ['http://user@localhost:4000/', 'localhost:4000', 'E6001'],
    ['ftp://localhost/', 'localhost', 'E6001'],
  ])('%s with %j: %j', async (url, allowed, expected) => {
    expect(await outcome(url, allowed)).toEqual(expected)
  })

  it.each([
    'http://localhost',
    'a b',
    'localhost:',
    'localhost:x',
    'localhost:70000',
    '*@x',
    'a/b',
    '[::1',
    '999.1.1.1',
  ])('takes no entry %j', (entry) => {
    expect(() => parseAllowedHosts(`ok.example,${entry}`)).toThrow(entry)
    expect(isHostList(entry)).toBe(false)
  })
})

describe('any private address in any spelling', () => {
  const PRIVATE = [
    [0x0a000000, 8],
    [0x7f000000, 8],
    [0xa9fe0000, 16],
    [0xac100000, 12],
    [0xc0a80000, 16],
    [0x64400000, 10],
    [0xc6120000, 15],
    [0x00000000, 8],
    [0xe0000000, 4],
    [0xf0000000, 4],
  ] as const
  const inside = fc
    .tuple(fc.constantFrom(...PRIVATE), fc.nat({ max: 2 ** 28 - 1 }))
    .map(([[base, bits], rest]) => base + (rest % 2 ** (32 - bits)))

  const octets = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
  const spellings: ((n: number) => string)[] = [
    (n) => octets(n).join('.'),
    (n) => String(n),
    (n) => `0x${n.toString(16)}`,
    (n) => `0X${n.toString(16).toUpperCase()}`,
    (n) => `0${n.toString(8)}`,
    (n) =>
      octets(n)
        .map((o) => `0x${o.toString(16)}`)
        .join('.'),
    (n) =>
      octets(n)
        .map((o) => `0${o.toString(8)}`)
        .join('.'),
    (n) => `${octets(n)[0]}.${n & 0xffffff}`,
    (n) => `${octets(n)[0]}.${octets(n)[1]}.${n & 0xffff}`,
    (n) => `${octets(n).join('.')}.`,
    (n) => `[::ffff:${octets(n).join('.')}]`,
    (n) => `[::${octets(n).join('.')}]`,
    (n) => `[64:ff9b::${octets(n).join('.')}]`,
    (n) => `[64:ff9b:1::${octets(n).join('.')}]`,
    (n) => `[2002:${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}::1]`,
  ]

  it('never passes', async () => {
    await fc.assert(
      fc.asyncProperty(inside, fc.constantFrom(...spellings), fc.webPath(), async (n, spell, path) => {
        expect(await outcome(`https://${spell(n)}${path || '/'}`)).toBe('E6001')
      }),
      { numRuns: 1_000 },
    )
  })

  it('is told from a public one, whatever a name answers', () => {
    fc.assert(
      fc.property(inside, (n) => !classify(octets(n).join('.')).public),
      { numRuns: 1_000 },
    )
    for (const bad of ['', 'x', 'fe80::1%eth0', '2606:2800::1%1', '10.0.0.1/8'])
      expect(classify(bad).public).toBe(false)
    for (const good of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2a00:1450:4001::1']) {
      expect(classify(good).public).toBe(true)
    }
  })
})

it('reads the machine’s own table of names', () => {
  const text = '127.0.0.1 localhost\n# 10.0.0.1 a.example\n10.0.0.2\tA.example b.example # c.example\n::1 b.example'
  expect(findInHosts(text, 'a.example')).toEqual(['10.0.0.2'])
  expect(findInHosts(text, 'b.example')).toEqual(['10.0.0.2', '::1'])
  for (const name of ['c.example', '10.0.0.2', '', 'example']) expect(findInHosts(text, name)).toEqual([])
})

describe('a name that changes', () => {
  it('is judged anew each time, and pinned to what was judged', async () => {
    const answers = [['93.184.215.14'], ['127.0.0.1']]
    const changing: Guard = { allowed: [], resolve: async () => answers.shift() ?? [] }
    const first = await findTarget('https://a.example.com/', changing)
    expect(first).toMatchObject({ kind: 'safe', target: { addresses: ['93.184.215.14'] } })
    expect(await findTarget('https://a.example.com/', changing)).toMatchObject({ kind: 'unsafe' })
    expect(await findTarget('https://a.example.com/', changing)).toMatchObject({ kind: 'unknown' })
  })

  it('is remembered for a while by those who send many, its failures are not', async () => {
    const answers = [null, ['93.184.215.14'], ['127.0.0.1']]
    let asked = 0
    const ask = remembering(async () => answers[asked++] ?? Promise.reject(new Error('SERVFAIL')), 40)
    await expect(ask('a.example', { local: false })).rejects.toThrow('SERVFAIL')
    for (const _ of [1, 2]) expect(await ask('a.example', { local: false })).toEqual(['93.184.215.14'])
    expect(asked).toBe(2)
    await expect.poll(() => ask('a.example', { local: false })).toEqual(['127.0.0.1'])
  })
})
