import type { Page } from '@playwright/test'
import { writeChallenge } from '../../e2e/acts'
import type { Scene } from './scene'

export type NamedPage = {
  name: string
  /** Who looks: somebody passing by, or the scene's first person. */
  as: 'anybody' | 'me'
  path: (scene: Scene) => string
  /** What is done before the picture is taken. */
  prepare?: (page: Page) => Promise<void>
}

/** The pages whose pictures are kept. */
export const NAMED_PAGES: NamedPage[] = [
  { name: 'home', as: 'anybody', path: () => '/' },
  { name: 'desk', as: 'me', path: () => '/desk' },
  { name: 'new-challenge', as: 'me', path: () => '/challenges/new', prepare: writeBike },
  { name: 'challenge', as: 'me', path: ({ myTurn }) => `/challenges/${myTurn}` },
  { name: 'join', as: 'anybody', path: ({ invite }) => `/join/${invite}` },
  { name: 'proof', as: 'anybody', path: ({ receipt }) => `/proof/${receipt}` },
  { name: 'task', as: 'me', path: ({ task }) => `/receipts/${task}` },
  { name: 'task-proof', as: 'anybody', path: ({ task }) => `/proof/${task}` },
  { name: 'agents', as: 'anybody', path: () => '/agents' },
  { name: 'agent', as: 'anybody', path: ({ agent }) => `/agents/${encodeURIComponent(agent)}` },
  { name: 'attestations', as: 'me', path: () => '/attestations' },
  { name: 'verify', as: 'anybody', path: () => '/verify' },
  { name: 'inbox', as: 'me', path: () => '/inbox' },
  { name: 'webhooks', as: 'me', path: () => '/webhooks' },
  { name: 'settings', as: 'me', path: () => '/settings' },
]

async function writeBike(page: Page): Promise<void> {
  const words = 'Blue road bike, 54 cm, with lights. Handed over in person; the price is paid on the spot.'
  await writeChallenge(page, { title: 'Bike for 0.4 ETH', words, ether: '0.4' })
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
}
