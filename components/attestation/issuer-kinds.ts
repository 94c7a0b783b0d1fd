import type { IssuerView } from './views'

/** The ways an address can attest for an organization, in words. */
export const KINDS: Record<IssuerView['kind'], { title: string; says: string }> = {
  WALLET: {
    title: 'Your own wallet',
    says: 'It signs and sends each time, and pays the gas. Nobody else can attest for you.',
  },
  KEPT: {
    title: 'A key the desk keeps',
    says: 'You sign once that the desk may attest with it, until a day you choose. It sends and pays; programs can issue.',
  },
  EXECUTOR: {
    title: 'Executors of your own',
    says: 'Your programs take the work from a queue and send it with a key of theirs.',
  },
}
