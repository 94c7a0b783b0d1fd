import localFont from 'next/font/local'

/** A serif for headings and receipts, a quiet sans for the interface, a mono for hashes and amounts. */
export const newsreader = localFont({
  src: '../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2',
  weight: '200 800',
  variable: '--font-newsreader',
  fallback: ['Georgia', 'serif'],
  display: 'swap',
})

export const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter',
  fallback: ['system-ui', 'sans-serif'],
  display: 'swap',
})

export const plexMono = localFont({
  src: '../node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
  weight: '400',
  variable: '--font-plex-mono',
  fallback: ['ui-monospace', 'monospace'],
  display: 'swap',
  adjustFontFallback: false,
  preload: false,
})
