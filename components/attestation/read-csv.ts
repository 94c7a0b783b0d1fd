import { parse } from 'csv-parse/browser/esm/sync'
import { readField } from './read-field'
import { COLUMNS, type ItemDraft } from './types'
import { unguard } from './write-csv'

/** One thing that is wrong with a file, where it stands. Row 1 is the header, as a spreadsheet counts. */
export type CsvFault = { row: number; column: string | null; says: string }

export type CsvRow = { row: number; item: ItemDraft }
export type ReadCsv = { rows: CsvRow[]; faults: CsvFault[] }

/** May be left out of the file altogether. */
const OPTIONAL: readonly string[] = ['expiration_time']
/** What a file of failures has beside them: it can be put right and read again as it is. */
const IGNORED: readonly string[] = ['row', 'error']
export const MOST_ROWS = 1_000
/** More than a thousand honest rows take. */
export const MOST_BYTES = 4 * 1024 * 1024

/**
 * The attestations in a CSV file. Everything is looked at before anything is sent: with one fault there is nothing to
 * send. Pure but for `now`, before which nothing may expire.
 */
export function readCsv(text: string, now: Date): ReadCsv {
  const table = toTable(text)
  if ('faults' in table) return { rows: [], faults: table.faults }

  const [header, ...lines] = table.lines
  const columns = header?.cells.map((name) => name.trim().toLowerCase()) ?? []
  const faults = checkHeader(columns)
  if (faults.length > 0) return { rows: [], faults }
  if (lines.length === 0) return fault(2, null, 'There is no row under the header. Each row is one attestation.')
  if (lines.length > MOST_ROWS) {
    return fault(MOST_ROWS + 2, null, `A batch has ${MOST_ROWS} rows at most; this file has ${lines.length}. Split it.`)
  }

  const read = lines.map(({ row, cells }) => readLine(columns, row, cells, now))
  return { rows: read.flatMap(({ rows }) => rows), faults: read.flatMap((line) => line.faults) }
}

type Line = { row: number; cells: string[] }

function toTable(text: string): { lines: Line[] } | { faults: CsvFault[] } {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    // `lines` is where the record ends: one whose text holds line breaks begins earlier.
    const lines = records.map(({ record, info }) => ({ row: info.lines - breaksIn(record), cells: record }))
    return { lines: lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')) }
  } catch (error) {
    const { lines } = error as { lines?: unknown }
    const row = typeof lines === 'number' ? lines : 1
    return fault(row, null, 'This is not CSV: a quotation mark is opened and not closed, or stands in the wrong place.')
  }
}

const breaksIn = (cells: readonly string[]) => cells.join('').split('\n').length - 1

/** Spreadsheets of half the world write semicolons. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const [commas = 0, semicolons = 0, tabs = 0] = [',', ';', '\t'].map((mark) => header.split(mark).length)
  if (tabs > commas && tabs > semicolons) return '\t'
  return semicolons > commas ? ';' : ','
}

function checkHeader(columns: readonly string[]): CsvFault[] {
  const at = (column: string, says: string): CsvFault => ({ row: 1, column, says })
  const missing = COLUMNS.filter((name) => !columns.includes(name) && !OPTIONAL.includes(name))
  const unknown = columns.filter((name) => !COLUMNS.some((known) => known === name) && !IGNORED.includes(name))
  const twice = columns.filter((name, index) => columns.indexOf(name) !== index)
  return [
    ...missing.map((name) => at(name, 'This column is missing from the first row.')),
    ...unknown.map((name) => at(name, `There is no such column. They are ${COLUMNS.join(', ')}.`)),
    ...twice.map((name) => at(name, 'This column is there twice.')),
  ]
}

function readLine(columns: readonly string[], row: number, cells: readonly string[], now: Date): ReadCsv {
  if (cells.length !== columns.length) {
    return fault(row, null, `This row has ${cells.length} fields where the first row names ${columns.length}.`)
  }
  const item: ItemDraft = { recipient: '', integra_hash: '', token_id: '', capabilities: [] }
  const faults: CsvFault[] = []
  for (const column of COLUMNS) {
    const cell = cells[columns.indexOf(column)] ?? ''
    const field = readField(column, column === 'capabilities' ? unguard(cell) : cell, now)
    if ('fault' in field) faults.push({ row, column, says: field.fault })
    else Object.assign(item, field.value)
  }
  return faults.length > 0 ? { rows: [], faults } : { rows: [{ row, item }], faults: [] }
}

function fault(row: number, column: string | null, says: string): ReadCsv & { faults: CsvFault[] } {
  return { rows: [], faults: [{ row, column, says }] }
}
