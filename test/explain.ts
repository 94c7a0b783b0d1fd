import type pg from 'pg'
import type { Sql } from '@/lib/db/sql'

/** The plan Postgres makes of the first statement `ask` sends, as text. Nothing is run. */
export async function explain(pool: pg.Pool, ask: (sql: Sql) => PromiseLike<unknown>): Promise<string> {
  const asked: { text: string; values: unknown[] }[] = []
  const note = (strings: TemplateStringsArray, values: unknown[]) => {
    asked.push({ text: strings.reduce((before, part, i) => `${before}$${i}${part}`), values })
  }
  await ask({
    $queryRaw: async <T>(strings: TemplateStringsArray, ...values: unknown[]) => {
      note(strings, values)
      return [] as T
    },
    $executeRaw: async (strings, ...values) => {
      note(strings, values)
      return 0
    },
  })
  const [first] = asked
  if (!first) throw new Error('Nothing was asked')
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${first.text}`, first.values)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
