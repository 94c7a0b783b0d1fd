import { describe, expect, it } from 'vitest'
import { parseRosterFile, RosterFileError } from './candidates'

const A = '0x52908400098527886E0F7030069857D2E4169EE7'
const B = '0x71be63f3384f5fb98995898a86b02fb2426c5788'
const parse = (rows: unknown) => parseRosterFile(typeof rows === 'string' ? rows : JSON.stringify(rows), 'roster.json')

describe('a roster file', () => {
  it('lists addresses and DIDs with their weights', () => {
    const did = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
    const rows = [
      { address: A, weight: 5_000 },
      { id: `did:pkh:eip155:1:${B}`, weight: '12000000000000000000' },
      { id: did, weight: 1 },
    ]
    expect(parse(rows)).toEqual([
      { id: A.toLowerCase(), weight: 5_000n },
      { id: B, weight: 12_000_000_000_000_000_000n },
      { id: did, weight: 1n },
    ])
  })

  it.each([
    ['text that is not JSON', '[', 'is not JSON'],
    ['no list', {}, 'is not a list of 1 to 10000 rows'],
    ['an empty list', [], 'is not a list'],
    [
      'one twice',
      [
        { address: A, weight: 1 },
        { id: A.toLowerCase(), weight: 2 },
      ],
      'Row 2 .* a second time',
    ],
    [
      'one twice under two names',
      [
        { address: B, weight: 1 },
        { id: `did:pkh:eip155:1:${B}`, weight: 2 },
      ],
      'Row 2 .* a second time',
    ],
    ['no weight', [{ address: A, weight: 0 }], 'Row 1 .* weight 0'],
    ['a weight too large', [{ address: A, weight: '18446744073709551616' }], 'above 2\\^64'],
    ['half a weight', [{ address: A, weight: 0.5 }], 'is not of the form'],
    ['a wrong checksum', [{ address: A.replace('E', 'e'), weight: 1 }], 'neither an address nor a DID'],
    ['a field more', [{ address: A, weight: 1, name: 'Ada' }], 'is not of the form'],
  ])('is refused with %s, saying which row', (_, rows, why) => {
    expect(() => parse(rows)).toThrow(RosterFileError)
    expect(() => parse(rows)).toThrow(new RegExp(why))
  })
})
