import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The page that leaves a deal without a desk, whole in one file: it works from a disk and from any web server. Its own
 * policy lets run what is in it and nothing else, and lets it speak to nodes only.
 *
 * @param {string} root of the repository
 * @returns {Promise<string>} HTML
 */
export async function buildLeavePage(root) {
  const folder = path.join(root, 'lib', 'leave', 'page')
  const read = (name) => readFileSync(path.join(folder, name), 'utf8')
  const [script, style] = await Promise.all([bundleScript(root, folder), minifyStyle(read('page.css'))])

  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'connect-src https: http://localhost:* http://127.0.0.1:*',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  const parts = { POLICY: policy.join('; '), STYLE: style, SCRIPT: script }
  return read('page.html').replace(/POLICY|\/\*(?:STYLE|SCRIPT)\*\//g, (mark) => parts[mark.replace(/[/*]/g, '')])
}

/** Writes it to where the desk serves it from. @param {string} root */
export async function writeLeavePage(root) {
  const folder = path.join(root, 'public')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'leave.html'), await buildLeavePage(root))
}

async function bundleScript(root, folder) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path.join(folder, 'main.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'error',
    write: false,
  })
  // Inside an HTML file nothing of it may end the script.
  return outputFiles[0].text.replaceAll('</script', '<\\/script').trim()
}

async function minifyStyle(css) {
  const { transform } = await import('esbuild')
  return (await transform(css, { loader: 'css', minify: true })).code.trim()
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
