import { readFileSync } from 'node:fs'
import { parseEnv as parseFile } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ENV_NAMES, parseEnv } from './env'

const example = readFileSync('.env.example', 'utf8')
const key = `0x${'11'.repeat(32)}`
const needed = {
  DATABASE_URL: 'postgres://localhost/countersign',
  AUTH_SECRET: 'a'.repeat(32),
  DESK_KEY: key,
  ENCRYPTION_KEY: 'b'.repeat(32),
}

describe('.env.example', () => {
  const shown = parseFile(example.replaceAll(/^# (?=[A-Z][A-Z0-9_]*=)/gm, ''))

  it('names every variable, and no other', () => {
    expect(Object.keys(shown).sort()).toEqual([...ENV_NAMES].sort())
  })

  it('changes nothing when it is copied as it stands', () => {
    expect(parseFile(example)).toEqual({})
  })

  it('shows the defaults there are', () => {
    const asShown = parseEnv({ ...withoutEmpty(shown), ...needed })
    expect(asShown).toEqual(parseEnv(needed))
    for (const byChain of [asShown.rpcUrls, asShown.submitterKeys, asShown.escrows, asShown.auditorStakes]) {
      expect(byChain.size).toBe(0)
    }
  })
})

describe('the environment', () => {
  it('reads nodes and senders by chain', () => {
    const { rpcUrls, submitterKeys } = parseEnv({
      ...needed,
      RPC_1: 'https://one.example, https://two.example',
      RPC_x: 'nothing',
      SUBMITTER_KEY_8453: key,
    })
    expect(rpcUrls).toEqual(new Map([[1, ['https://one.example', 'https://two.example']]]))
    expect(submitterKeys).toEqual(new Map([[8453, key]]))
  })

  it('reads where bonds are held by chain, lower-case', () => {
    const { escrows, auditorStakes } = parseEnv({
      ...needed,
      ESCROW_31337: `0x${'Ab'.repeat(20)}`,
      ESCROW_1: '',
      AUDITOR_STAKE_31337: `0x${'12'.repeat(20)}`,
    })
    expect(escrows).toEqual(new Map([[31337, `0x${'ab'.repeat(20)}`]]))
    expect(auditorStakes).toEqual(new Map([[31337, `0x${'12'.repeat(20)}`]]))
  })

  it.each(['ESCROW_1', 'AUDITOR_STAKE_1', 'SUBMITTER_KEY_1'])(
    'refuses a %s that is none, without showing it',
    (name) => {
      const parse = () => parseEnv({ ...needed, [name]: '0x-something-secret' })
      expect(parse).toThrow(new RegExp(`${name}: a 0x-prefixed`))
      expect(parse).not.toThrow(/something-secret/)
    },
  )

  it.each([
    [{ POU_K: '6', POU_M: '5' }, /POU_K: POU_K is 6 and POU_M 5/],
    [{ POU_K: '2', POU_M: '5' }, /POU_K: POU_K is 2 and POU_M 5: more than half/],
    [{ POU_K: '3', POU_M: '4' }, /POU_M: POU_M is 4: a committee has an odd number/],
    [{ POU_K: '2', POU_M: '4' }, /POU_K[\s\S]*POU_M/],
    [{ POU_M: '1', POU_K: '1', POU_MIN_COMMITTEE: '3' }, /POU_MIN_COMMITTEE/],
  ])('refuses a committee of %o', (over, message) => {
    expect(() => parseEnv({ ...needed, ...over })).toThrow(message)
  })

  it.each([
    ['1', '1'],
    ['5', '9'],
  ])('takes a committee of %s of %s', (k, m) => {
    expect(parseEnv({ ...needed, POU_K: k, POU_M: m })).toMatchObject({ POU_K: Number(k), POU_M: Number(m) })
  })

  it('takes an empty variable as none', () => {
    expect(parseEnv({ ...needed, APP_URL: '', FF_CHALLENGES: '' })).toMatchObject({ APP_URL: 'http://localhost:3000' })
  })

  it('names every bad variable and shows no value', () => {
    const secret = 'too-short-a-secret'
    const parse = () => parseEnv({ ...needed, PORT: 'x', AUTH_SECRET: secret })
    expect(parse).toThrow(/PORT[\s\S]*AUTH_SECRET/)
    expect(parse).not.toThrow(new RegExp(secret))
  })
})

const withoutEmpty = (names: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(names).filter(([, value]) => value))
