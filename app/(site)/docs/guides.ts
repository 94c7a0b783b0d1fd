import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Block, parseMarkdown } from '@/components/docs/markdown'

/** The guides in the order they are best read: the name of the file, its title, and what it is for. */
export const GUIDES = [
  {
    slug: 'first-challenge',
    title: 'Your first challenge in three minutes',
    says: 'Both sides of a deal in one browser, with demo wallets and nothing to install.',
  },
  {
    slug: 'modes',
    title: 'The four modes',
    says: 'What each is for, who says how it ended, and what time alone makes of it.',
  },
  {
    slug: 'what-your-wallet-shows',
    title: 'What your wallet shows, and why',
    says: 'Each text and each field you are asked to sign, what it binds, and how to check it on another device.',
  },
  {
    slug: 'verify-a-receipt',
    title: 'Verify a receipt',
    says: 'Without us, without the network: what a receipt proves and what it can only claim.',
  },
  {
    slug: 'bonds',
    title: 'Bonds',
    says: 'Putting one down, who pays for what, how it comes back, and the two clocks.',
  },
  {
    slug: 'disputes',
    title: 'Disputes',
    says: 'A panel drawn by a number nobody knew, how it votes, and how to check the draw yourself.',
  },
  {
    slug: 'receipts',
    title: 'Receipts of tasks',
    says: 'What an agent did, signed by both sides and judged by a committee: statements, quorum, verdict.',
  },
  {
    slug: 'reputation',
    title: 'Reputation',
    says: 'Seven numbers folded from receipts: what moves them and how far, recomputing all of it, and what it does not stop.',
  },
  {
    slug: 'agents',
    title: 'Agents and auditors',
    says: 'Registering a program with its key, finding others, and standing for committees with a stake.',
  },
  {
    slug: 'attestations',
    title: 'Attestations',
    says: 'What a wallet may do with a document, on EAS: who attests for you, batches, schemas, off chain, revoking.',
  },
  {
    slug: 'notifications',
    title: 'Notifications',
    says: 'Mail and text messages: what you are told, how to stop it, inviting by mail, and what a desk needs to send.',
  },
  {
    slug: 'leave-without-us',
    title: 'Leave without us',
    says: 'A deal with bonds ends without this desk: with a file, a node, and a page or a terminal.',
  },
  {
    slug: 'gatekeeper-over-http',
    title: 'Gatekeeper over HTTP',
    says: 'The same deal by programs: sign in, draft, send, accept, confirm, fetch the receipt.',
  },
  {
    slug: 'webhooks',
    title: 'Webhooks',
    says: 'Have what happens posted to a URL of yours: signed, tried again, shown, repeated.',
  },
  {
    slug: 'events-and-inbox',
    title: 'Events and the inbox',
    says: 'Publish events of your own, and work through what happens one item at a time, with acknowledgements and dead letters.',
  },
  {
    slug: 'errors',
    title: 'Errors',
    says: 'The one form every error has, and what in it stays the same.',
  },
  {
    slug: 'watching-a-desk',
    title: 'Watching a desk',
    says: 'Numbers, the live tail, metrics for Prometheus with alert rules, logs and traces.',
  },
  {
    slug: 'self-hosting',
    title: 'Self-hosting',
    says: 'A desk of your own: what to set, what each key can do, what to back up.',
  },
  {
    slug: 'operating-a-desk',
    title: 'Operating a desk',
    says: 'The operators’ page, audit logs, what is kept how long, backup and restore, export and erase.',
  },
] as const

export type Guide = (typeof GUIDES)[number]

export const findGuide = (slug: string): Guide | undefined => GUIDES.find((guide) => guide.slug === slug)

/** A guide without its title, which the page sets itself. */
export async function readGuide({ slug }: Guide): Promise<Block[]> {
  const source = await readFile(join(process.cwd(), 'docs/guides', `${slug}.md`), 'utf8')
  return parseMarkdown(source).filter((block) => block.kind !== 'heading' || block.level > 1)
}
