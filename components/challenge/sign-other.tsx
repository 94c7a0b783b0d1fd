'use client'

import type { Signing } from './next-step'
import { SignStep } from './sign-step'

type Props = { signing: Signing; button: string; onDone: () => void }

/** Something else to sign than the one next thing, in a window of its own. */
export default function SignOther({ signing, button, onDone }: Props) {
  return <SignStep signing={signing} button={button} onDone={onDone} />
}
