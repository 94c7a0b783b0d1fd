/** What is said to somebody, before it becomes a mail or a text message. Everything in it is plain text. */
export type Letter = {
  /** Becomes the mail's subject. */
  subject: string
  /** Paragraphs, the most important first. */
  lines: readonly string[]
  /** A code to type somewhere; it stands after the first paragraph. */
  code?: string
  /** The one place to go. */
  link?: { label: string; url: string }
  /** Why they get it. */
  why: string
  /** As a text message; the link follows it. */
  short: string
  /** Where it is stopped. */
  stop?: Stop
}

/** The page that asks first, and the address mail programs post to (RFC 8058). */
export type Stop = { page: string; oneClick: string }
