import type { Page } from '@playwright/test'
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
  { name: 'new-challenge', as: 'me', path: () => '/challenges/new' },
  { name: 'challenge', as: 'me', path: ({ myTurn }) => `/challenges/${myTurn}` },
  { name: 'join', as: 'anybody', path: ({ invite }) => `/join/${invite}` },
  { name: 'proof', as: 'anybody', path: ({ receipt }) => `/proof/${receipt}` },
  { name: 'verify', as: 'anybody', path: () => '/verify' },
  { name: 'settings', as: 'me', path: () => '/settings' },
]
