import type { SessionClaims } from './session-cookie'

declare module 'next-auth' {
  /** What a page of ours learns of its visitor. */
  interface Session {
    user: { id: string; address: string; chainId: number }
  }
  interface User extends SessionClaims {
    address: string
    chainId: number
  }
}

declare module 'next-auth/jwt' {
  interface JWT extends SessionClaims {
    address: string
    chainId: number
  }
}
