import { cleanLine } from './clean-line'
import type { Letter } from './letter'

export type Mail = { subject: string; text: string; html: string; headers: Record<string, string> }

/** Pure: a letter as a mail. No pictures, no tracking, and nothing in it that was not escaped. */
export function toMail(letter: Letter): Mail {
  return { subject: cleanLine(letter.subject), text: toText(letter), html: toHtml(letter), headers: headersOf(letter) }
}

/** Pure: a letter as a text message. */
export function toShortText({ short, link }: Letter): string {
  return [cleanLine(short, 300), link?.url].filter(Boolean).join(' ')
}

function headersOf({ stop }: Letter): Record<string, string> {
  const automatic = { 'Auto-Submitted': 'auto-generated' }
  if (!stop) return automatic
  return {
    ...automatic,
    'List-Unsubscribe': `<${stop.oneClick}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

function toText({ lines, code, link, why, stop }: Letter): string {
  const [first = '', ...rest] = lines.map((line) => cleanLine(line, 2_000))
  const parts = [
    first,
    ...(code ? [code] : []),
    ...rest,
    ...(link ? [`${link.label}:\n${link.url}`] : []),
    ['-- ', cleanLine(why, 500), ...(stop ? [`Stop these: ${stop.page}`] : [])].join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

const INK = '#1d1b18'
const SOFT = '#5f5a52'
const RED = '#a5281b'
const SERIF = "Georgia, 'Times New Roman', serif"

function toHtml({ subject, lines, code, link, why, stop }: Letter): string {
  const [first = '', ...rest] = lines.map(paragraphOf)
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">',
    `<title>${escapeHtml(cleanLine(subject))}</title></head>`,
    `<body style="margin:0;padding:32px 20px;background:#faf7f1;color:${INK};font:17px/1.55 ${SERIF}">`,
    '<div style="max-width:34em;margin:0 auto">',
    `<p style="margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid #d8d2c6">Countersign</p>`,
    first,
    code ? `<p style="margin:24px 0;font:28px/1 monospace;letter-spacing:.2em">${escapeHtml(code)}</p>` : '',
    ...rest,
    link ? linkOf(link) : '',
    `<p style="margin:36px 0 0;padding:12px 0 0;border-top:1px solid #d8d2c6;font-size:14px;color:${SOFT}">`,
    escapeHtml(cleanLine(why, 500)),
    stop ? ` <a href="${escapeHtml(stop.page)}" style="color:${SOFT}">Stop these</a>` : '',
    '</p></div></body></html>\n',
  ].join('')
}

function paragraphOf(line: string): string {
  return `<p style="margin:0 0 16px;overflow-wrap:anywhere">${escapeHtml(cleanLine(line, 2_000))}</p>`
}

function linkOf({ label, url }: NonNullable<Letter['link']>): string {
  const style = `display:inline-block;padding:11px 20px;background:${RED};color:#fff;text-decoration:none`
  return `<p style="margin:24px 0"><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a></p>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Pure: text as it may stand in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}
