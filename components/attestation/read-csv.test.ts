import { describe, expect, it } from 'vitest'
import { MOST_ROWS, readCsv } from './read-csv'
import { writeFailures } from './write-csv'

const NOW = new Date('2026-11-21T12:00:00.000Z')
const HEADER = 'recipient,integra_hash,token_id,capabilities,expiration_time'
const WHO = `0x${'ab'.repeat(20)}`
const HASH = `0x${'0c'.repeat(32)}`
const row = (over: Partial<Record<'who' | 'hash' | 'token' | 'can' | 'until', string>> = {}) =>
  [over.who ?? WHO, over.hash ?? HASH, over.token ?? '7', over.can ?? 'read|write', over.until ?? ''].join(',')
const file = (...lines: string[]) => [HEADER, ...lines].join('\n')
const faultsOf = (text: string) => readCsv(text, NOW).faults.map(({ row, column }) => [row, column])

describe('a batch from a file', () => {
  it('reads each row, with an expiry or without one', () => {
    expect(readCsv(file(row(), row({ until: '2027-01-01T00:00:00+01:00', can: 'read' })), NOW)).toEqual({
      faults: [],
      rows: [
        { row: 2, item: { recipient: WHO, integra_hash: HASH, token_id: '7', capabilities: ['read', 'write'] } },
        {
          row: 3,
          item: {
            recipient: WHO,
            integra_hash: HASH,
            token_id: '7',
            capabilities: ['read'],
            expiration_time: '2026-12-31T23:00:00.000Z',
          },
        },
      ],
    })
  })

  it.each([
    ['a byte order mark and the line ends of Windows', `\ufeff${file(row()).replaceAll('\n', '\r\n')}\r\n`],
    ['semicolons', file(row()).replaceAll(',', ';')],
    [
      'columns in another order, without the optional one',
      `capabilities,token_id,integra_hash,recipient\nread|write,7,${HASH},${WHO}`,
    ],
    ['empty lines, and one of commas alone', file('', row(), ',,,,', '')],
    ['spaces around fields', file(` ${WHO} , ${HASH}, 7 , read | write ,`)],
  ])('takes %s', (_, text) => {
    const { rows, faults } = readCsv(text, NOW)
    expect(faults).toEqual([])
    expect(rows.map(({ item }) => item)).toEqual([
      { recipient: WHO, integra_hash: HASH, token_id: '7', capabilities: ['read', 'write'] },
    ])
  })

  it.each([
    ['recipient', row({ who: '0x12' })],
    ['recipient', row({ who: '0x52908400098527886E0F7030069857D2E4169Ee7' })],
    ['integra_hash', row({ hash: '0x12' })],
    ['integra_hash', row({ hash: '' })],
    ['token_id', row({ token: '-1' })],
    ['token_id', row({ token: '1.0' })],
    ['token_id', row({ token: '007' })],
    ['token_id', row({ token: (2n ** 256n).toString() })],
    ['capabilities', row({ can: '' })],
    ['capabilities', row({ can: 'read||write' })],
    ['capabilities', row({ can: 'a'.repeat(101) })],
    ['expiration_time', row({ until: '2026-11-21T12:00:00.000Z' })],
    ['expiration_time', row({ until: '2027-01-01' })],
    ['expiration_time', row({ until: '2027-02-31T99:00:00Z' })],
  ])('names the row and the column of one bad %s', (column, line) => {
    expect(faultsOf(file(row(), row(), line))).toEqual([[4, column]])
  })

  it('names every fault there is, and the good rows besides', () => {
    const read = readCsv(file(row({ who: 'x', token: 'y' }), row(), row({ hash: 'z' })), NOW)
    expect(read.faults.map(({ row: at, column }) => [at, column])).toEqual([
      [2, 'recipient'],
      [2, 'token_id'],
      [4, 'integra_hash'],
    ])
    expect(read.rows.map(({ row: at }) => at)).toEqual([3])
  })

  it('counts rows as a spreadsheet does, also after a field over several lines', () => {
    expect(faultsOf(file(row({ can: '"read\nmore"' }), row({ who: 'x' })))).toEqual([[4, 'recipient']])
  })

  it.each([
    [
      'nothing at all',
      '',
      [
        [1, 'recipient'],
        [1, 'integra_hash'],
        [1, 'token_id'],
        [1, 'capabilities'],
      ],
    ],
    ['a header alone', HEADER, [[2, null]]],
    [
      'no header',
      row(),
      [
        [1, 'recipient'],
        [1, 'integra_hash'],
        [1, 'token_id'],
        [1, 'capabilities'],
      ],
    ],
    ['a column twice', `${HEADER},recipient\n${row()},${WHO}`, [[1, 'recipient']]],
    ['a column nobody knows', `${HEADER},colour\n${row()},red`, [[1, 'colour']]],
    ['a field too few', file(row(), `${WHO},${HASH}`), [[3, null]]],
    ['a quotation mark left open', file(row(), `"${WHO}`), [[3, null]]],
    [
      'more rows than a batch takes',
      file(...Array.from({ length: MOST_ROWS + 1 }, () => row())),
      [[MOST_ROWS + 2, null]],
    ],
  ])('refuses %s', (_, text, places) => {
    const read = readCsv(text, NOW)
    expect(read.faults.slice(0, places.length).map((fault) => [fault.row, fault.column])).toEqual(places)
  })

  it('takes as many rows as a batch has at most', () => {
    expect(readCsv(file(...Array.from({ length: MOST_ROWS }, () => row())), NOW).rows).toHaveLength(MOST_ROWS)
  })
})

describe('the failures of a batch', () => {
  it('come as a file that is read again as it is', () => {
    const { rows } = readCsv(file(row({ can: '"say ""yes"", twice|write"' })), NOW)
    const text = writeFailures(rows.map((each) => ({ ...each, error: '=cmd(), "no"' })))
    expect(text).toContain(`"'=cmd(), ""no"""`)
    expect(readCsv(text, NOW)).toEqual({ rows, faults: [] })
  })

  it.each(['=cmd()', '+1', '-1|view', '@sum', "'=cmd()", "''@x", "'quoted'", 'a;=cmd()'])(
    'keep %s from being a formula, and give it back as it was',
    (can) => {
      const capabilities = can.split('|')
      const item = { recipient: WHO, integra_hash: HASH, token_id: '7', capabilities }
      const text = writeFailures([{ row: 2, item, error: 'E7004 NotFound' }])
      expect(text.split('\r\n')[1]?.split(',')[3]).toMatch(/^"?[^=+\-@"]/)
      expect(readCsv(text, NOW)).toEqual({ rows: [{ row: 2, item }], faults: [] })
    },
  )
})
