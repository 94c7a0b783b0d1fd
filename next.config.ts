import type { NextConfig } from 'next'
import { ALIASES } from './lib/http/aliases'

export default {
  poweredByHeader: false,
  // The API takes a trailing slash as none; a redirect would turn a POST's body away.
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  // `npm run typecheck` looks at everything once; a mistake in a test should not keep the desk from starting.
  typescript: { ignoreBuildErrors: true },
  // Native addons and libraries that read their own files at run time.
  serverExternalPackages: ['pg', 'pino', 'secp256k1', '@prisma/client', '@prisma/adapter-pg', 'graphile-worker'],
  async rewrites() {
    return Object.entries(ALIASES).map(([source, destination]) => ({ source, destination }))
  },
  async headers() {
    return [{ source: '/_next/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] }]
  },
} satisfies NextConfig
