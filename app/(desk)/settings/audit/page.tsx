import type { Metadata } from 'next'
import Link from 'next/link'
import { toWire } from '@/components/data/to-wire'
import { AuditCheck } from '@/components/settings/audit-check'
import { AuditList } from '@/components/settings/audit-list'
import type { AuditLine } from '@/components/settings/audit-words'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { SignedOut } from '@/components/wallet/signed-out'
import { listAudit } from '@/lib/audit/list'
import { AuditFilter } from '@/lib/audit/schemas'
import type { Ctx, UserActor } from '@/lib/context'
import { isAppError } from '@/lib/errors'
import { listApiKeys } from '@/lib/identity/api-key/list'
import { getMe } from '@/lib/identity/get-me'
import { actIn } from '@/lib/identity/organization/act-in'
import { listMembers } from '@/lib/identity/organization/list'
import { canManage } from '@/lib/identity/organization/roles'
import { settingsContext } from '../settings-context'

export const metadata: Metadata = { title: 'Audit log, settings' }

const SHOWN = 30
const NAMED = 200

type Query = { organization?: string; cursor?: string }

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see who did what" />

  const query = await searchParams
  const { organizations } = await getMe(ctx)
  const places = organizations.filter(({ role }) => canManage(role))
  const place = places.find(({ id }) => id === query.organization) ?? places.find(({ personal }) => personal)
  if (!place) return null

  const acting = await actIn(ctx, place.id)
  const [page, names] = await Promise.all([readPage(acting, query.cursor), namesIn(acting)])
  const entries = toWire<AuditLine[]>(page.data)
  return (
    <SettingsFrame
      current="/settings/audit"
      title="Audit log"
      lead="Who did what with keys, members, wallets, sessions and endpoints, and what somebody tried and was refused."
    >
      {places.length > 1 ? <Places places={places} current={place.id} /> : null}
      {entries.length > 0 ? (
        <>
          <AuditList entries={entries} names={names} />
          <AuditCheck path="audit-log" organization={place.id} />
        </>
      ) : (
        <p className="max-w-[38em] text-soft">
          Nothing yet. The first entry is written with the first key you make, the first wallet you link, or the first
          session you end.
        </p>
      )}
      <nav aria-label="Pages of the log" className="mt-6 flex gap-x-6">
        {query.cursor ? <Link href={hrefOf(place.id)}>Newest</Link> : null}
        {page.next_cursor ? <Link href={hrefOf(place.id, page.next_cursor)}>Older</Link> : null}
      </nav>
    </SettingsFrame>
  )
}

function Places({ places, current }: { places: { id: string; name: string; personal: boolean }[]; current: string }) {
  return (
    <nav aria-label="Whose log" className="mb-6">
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {places.map(({ id, name, personal }) => (
          <li key={id} className="min-w-0">
            <Link
              href={hrefOf(id)}
              aria-current={id === current ? 'page' : undefined}
              className="inline-block py-1 no-underline [overflow-wrap:anywhere] hover:underline aria-[current]:font-[600]"
            >
              {personal ? 'Yourself' : name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function hrefOf(organization: string, cursor?: string): string {
  return `/settings/audit?${new URLSearchParams({ organization, ...(cursor ? { cursor } : {}) })}`
}

/** A cursor somebody changed in the address bar begins again. */
async function readPage(ctx: Ctx<UserActor>, cursor: string | undefined) {
  const input = AuditFilter.parse({ limit: SHOWN })
  try {
    return await listAudit(ctx, cursor ? { ...input, cursor } : input)
  } catch (error) {
    if (isAppError(error, 'E9004')) return listAudit(ctx, input)
    throw error
  }
}

/** People and keys of the organization, as the log names them. */
async function namesIn(ctx: Ctx<UserActor>): Promise<Record<string, string>> {
  const [members, keys] = await Promise.all([
    listMembers(ctx, { id: ctx.actor.organizationId, limit: NAMED }),
    listApiKeys(ctx, { limit: NAMED }),
  ])
  return {
    ...Object.fromEntries(
      members.data.map(({ user_id, name, wallet_address }) => [
        `user:${user_id}`,
        name ?? wallet_address ?? 'A member',
      ]),
    ),
    ...Object.fromEntries(keys.data.map(({ id, name }) => [`key:${id}`, `The key ${name}`])),
    [`user:${ctx.actor.userId}`]: 'You',
  }
}
