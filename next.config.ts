import type { NextConfig } from 'next'
import { ALIASES } from './lib/http/aliases'
import { pageHeaders } from './lib/http/csp'

const LEAVE_HEADERS = [
  ...pageHeaders(process.env).map(([key, value]) => ({ key, value })),
  { key: 'content-security-policy', value: "frame-ancestors 'none'" },
  { key: 'referrer-policy', value: 'no-referrer' },
]

/** In a clone that is thrown away nobody builds again, and nobody reads a stack. */
const isBuiltOnce = process.env.BUILD_ONCE === '1'

export default {
  poweredByHeader: false,
  experimental: {
    // Each page is loaded when it is asked for first: all of them at the start cost seconds and memory, mostly for nothing.
    preloadEntriesOnStart: false,
    turbopackFileSystemCacheForBuild: !isBuiltOnce,
    turbopackSourceMaps: !isBuiltOnce,
  },
  // The API takes a trailing slash as none; a redirect would turn a POST's body away.
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  // `npm run typecheck` looks at everything once; a mistake in a test should not keep the desk from starting.
  typescript: { ignoreBuildErrors: true },
  // Native addons and libraries that read their own files at run time.
  serverExternalPackages: [
    'pg',
    'pino',
    'secp256k1',
    '@prisma/client',
    '@prisma/adapter-pg',
    'graphile-worker',
    '@react-pdf/renderer',
  ],
  async rewrites() {
    const aliases = Object.entries(ALIASES).map(([source, destination]) => ({ source, destination }))
    return [...aliases, { source: '/leave', destination: '/leave.html' }]
  },
  async headers() {
    return [
      { source: '/_next/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] },
      // The page of leaving brings its own policy, since it works without a server: here is what only a header can say.
      ...['/leave', '/leave.html'].map((source) => ({ source, headers: LEAVE_HEADERS })),
    ]
  },
} satisfies NextConfig
