import { readFileSync } from 'node:fs'
import path from 'node:path'
import { drawLife } from './draw-life'

const root = path.join(import.meta.dirname, '..', '..')
const PLACES = /(<!-- (.+?): written by scripts\/fill-readme\.ts -->\n)[\s\S]*?(\n<!-- end -->)/g
const LANGUAGES: Record<string, string> = { '.ts': 'ts', '.sh': 'bash', '.example': 'bash' }

/** The README with everything that stands in it for something else as that is now: files, and the picture of a life. */
export function fillReadme(readme: string): string {
  return readme.replaceAll(PLACES, (_, opening: string, name: string, closing: string) => {
    return `${opening}${name === 'the life of a challenge' ? drawLife('GATEKEEPER') : quoteFile(name)}${closing}`
  })
}

/** The README's own text. */
export function readReadme(): string {
  return readFileSync(path.join(root, 'README.md'), 'utf8')
}

function quoteFile(name: string): string {
  const language = LANGUAGES[path.extname(name)] ?? ''
  return `\`\`\`${language}\n${readFileSync(path.join(root, name), 'utf8').trimEnd()}\n\`\`\``
}
