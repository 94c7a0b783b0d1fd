import { describe, expect, it } from 'vitest'
import { domainFor, TYPES, typedData } from '@/lib/proof/typed-data'
import { listFields, Unshowable } from './list-fields'

const settle = typedData('Settle', domainFor(31337), {
  title: 'Countersign: end as FULFILLED',
  challenge: '01a1',
  deal: `0x${'00'.repeat(32)}`,
  final: `0x${'ab'.repeat(32)}`,
  outcome: 'FULFILLED',
  toCreator: '0',
  toCounterparty: '115792089237316195423570985008687907853269984665640564039457584007913129639935',
  nonce: '1',
  validUntil: '1795230191',
})

describe('the fields of a text to sign', () => {
  it('are all there, in the order of the type, with the names the wallet shows', () => {
    expect(listFields(settle).message.map(({ name }) => name)).toEqual(TYPES.Settle.map(({ name }) => name))
    expect(listFields(settle).domain.map(({ name, value }) => [name, value])).toEqual([
      ['name', 'Countersign'],
      ['version', '1'],
      ['chainId', '31337'],
    ])
  })

  it('are exactly what is signed', () => {
    const { message } = listFields(settle)
    for (const { name, value } of message) expect(value).toBe(String(settle.message[name]))
  })

  it('say what kind of thing they are', () => {
    const kinds = Object.fromEntries(listFields(settle).message.map(({ name, kind }) => [name, kind]))
    expect(kinds).toMatchObject({ title: 'text', final: 'hash', toCreator: 'number', validUntil: 'time' })
  })

  it('have a title and a short list to begin with', () => {
    const { title, main } = listFields(settle)
    expect(title).toBe('Countersign: end as FULFILLED')
    expect(main.map(({ name }) => name)).toEqual(['final', 'outcome', 'validUntil'])
  })

  it('say in the short list what a split gives to each', () => {
    const message = { ...settle.message, outcome: 'SPLIT', toCreator: '937500', toCounterparty: '562500' }
    expect(listFields({ ...settle, message }).main.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['SPLIT', '937500', '562500']),
    )
  })

  it.each(Object.keys(TYPES) as (keyof typeof TYPES)[])('of %s have a label each', (primaryType) => {
    const type = TYPES[primaryType]
    const message = Object.fromEntries(type.map(({ name }) => [name, '1']))
    const { message: fields } = listFields({
      ...settle,
      types: { ...settle.types, [primaryType]: [...type] },
      primaryType,
      message,
    })
    expect(new Set(fields.map(({ label }) => label)).size).toBe(type.length)
    for (const { label } of fields) expect(label).toMatch(/^[A-Z][a-z]/)
  })
})

describe('a text that cannot be shown whole is not shown', () => {
  it.each([
    ['a field is missing', { ...settle, message: { ...settle.message, outcome: undefined as unknown as string } }],
    ['a field is signed by no type', { ...settle, message: { ...settle.message, more: '1' } }],
    ['the domain holds more', { ...settle, domain: { ...settle.domain, salt: '0x1' } }],
    ['its type is unknown', { ...settle, primaryType: 'Permit' }],
    [
      'a field is a structure',
      { ...settle, types: { ...settle.types, Settle: [{ name: 'title', type: 'Person' }] }, message: { title: '1' } },
    ],
    [
      'a field is a list',
      {
        ...settle,
        types: { ...settle.types, Settle: [{ name: 'title', type: 'uint256[]' }] },
        message: { title: '1' },
      },
    ],
  ])('%s', (_, text) => {
    expect(() => listFields(text as typeof settle)).toThrow(Unshowable)
  })
})
