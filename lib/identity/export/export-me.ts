import type { Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { toJson } from '@/lib/http/json'
import { log } from '@/lib/log'
import { addressOf } from '@/lib/notification/set-contact'
import { auditAccount } from '../audit-account'
import { findPersonalOrganizationOf } from '../organization/store'
import { requireSession } from '../require-session'
import { findUser } from '../user-store'
import { FIRST_KEY, findAddresses, type Row, SECTIONS, type Whose } from './store'

const PAGE = 200

/**
 * Everything the desk holds of the caller, as one JSON document (`countersign.export/1`). It is written out as it is read,
 * page by page and as fast as the caller takes it, so it may be of any size. Kept in their audit log. E9007 for API keys.
 */
export async function exportMe(ctx: Ctx): Promise<Response> {
  const actor = requireSession(ctx)
  const sql = sqlOver(ctx.pool)
  const whose = await findWhose(sql, actor)
  const profile = await loadProfile(ctx, actor)
  await inSqlTransaction({ pool: ctx.pool }, (tx) =>
    auditAccount(tx, { ...ctx, actor }, { action: 'account.exported' }),
  )

  return new Response(toStream(writeExport(sql, whose, { profile, exported_at: ctx.now })), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="countersign-export.json"',
      'cache-control': 'no-store',
    },
  })
}

async function findWhose(sql: Sql, { userId }: UserActor): Promise<Whose> {
  const organizationId = await findPersonalOrganizationOf(sql, userId)
  if (organizationId === null) throw new AppError('E9006', 'This account does not exist any more.')
  return { userId, organizationId, addresses: await findAddresses(sql, userId) }
}

async function loadProfile(ctx: Ctx, { userId }: UserActor) {
  const user = await findUser(ctx.db, userId)
  return user && { id: user.id, name: user.name, created_at: user.createdAt }
}

async function* writeExport(sql: Sql, whose: Whose, head: object): AsyncGenerator<string> {
  yield `${toJson({ format: 'countersign.export/1', ...head }).slice(0, -1)}`
  for (const name of Object.keys(SECTIONS)) {
    yield `,\n${toJson(name)}:[`
    let isFirst = true
    for await (const rows of pagesOf(sql, whose, name)) {
      yield `${isFirst ? '' : ','}\n${rows.map((row) => toJson(toShown(row))).join(',\n')}`
      isFirst = false
    }
    yield ']'
  }
  yield '}\n'
}

async function* pagesOf(sql: Sql, whose: Whose, section: string): AsyncGenerator<Row[]> {
  let after = FIRST_KEY
  for (;;) {
    const rows = (await SECTIONS[section]?.(sql, whose, after, PAGE)) ?? []
    const last = rows.at(-1)
    if (!last) return
    yield rows
    if (rows.length < PAGE) return
    after = last.key
  }
}

/** A row without its place; a person's own mail address or number in clear. */
function toShown({ key: _, sealed, ...row }: Row): object {
  if (!(sealed instanceof Uint8Array)) return row
  return { ...row, address: addressOf({ id: String(row.id), address: sealed }) }
}

/** Nothing is read before it is asked for. */
function toStream(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (err) {
        log.error({ err }, 'an export broke off')
        controller.error(err)
      }
    },
    cancel: async () => void (await parts.return(undefined)),
  })
}
