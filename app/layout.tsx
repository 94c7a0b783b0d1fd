import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { SkipLink } from '@/components/ui/skip-link'
import { inter, newsreader, plexMono } from './fonts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  description:
    'Two parties who do not know each other make a deal and prove what happened: with a receipt anyone can verify offline.',
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf7f1' },
    { media: '(prefers-color-scheme: dark)', color: '#16140f' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Each answer carries a nonce of its own, so no page can be made before it is asked for.
  await connection()
  return (
    <html lang="en" className={`${newsreader.variable} ${inter.variable} ${plexMono.variable}`}>
      <body>
        <SkipLink />
        {children}
      </body>
    </html>
  )
}
