import Link from 'next/link'
import type { ReactNode } from 'react'

const SECTIONS = [
  ['/settings', 'Profile'],
  ['/settings/wallets', 'Wallets'],
  ['/settings/sessions', 'Sessions'],
  ['/settings/notifications', 'Notifications'],
  ['/settings/keys', 'API keys'],
  ['/settings/organizations', 'Organizations'],
  ['/settings/audit', 'Audit log'],
  ['/settings/account', 'Your data'],
] as const

type Props = { current: (typeof SECTIONS)[number][0]; title: string; lead?: ReactNode; children: ReactNode }

/** One section of the settings, with the others beside it, or above it on a phone. */
export function SettingsFrame({ current, title, lead, children }: Props) {
  return (
    <div className="grid gap-x-14 gap-y-8 pt-8 md:grid-cols-[200px_minmax(0,1fr)] md:pt-11">
      <nav aria-label="Settings" className="self-start md:sticky md:top-6">
        <p className="text-[.86rem] text-soft">Settings</p>
        <ul className="mt-1 flex flex-wrap gap-x-5 md:block">
          {SECTIONS.map(([href, name]) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={href === current ? 'page' : undefined}
                className="block py-1 no-underline hover:underline aria-[current]:font-[600]"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0 max-w-[720px]">
        <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">{title}</h1>
        {lead ? <p className="mt-4 max-w-[38em] font-serif text-[1.16rem] leading-relaxed">{lead}</p> : null}
        <div className="mt-8">{children}</div>
      </div>
    </div>
  )
}
