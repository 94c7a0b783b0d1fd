import Link from 'next/link'
import { pressable } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

type Props = {
  title: string
  /** Earlier terms of this challenge, which the viewer may see; null: they may not. */
  id?: string | null
}

/** An invite that never was one, or is one no more. */
export function DeadInvite({ title, id }: Props) {
  return (
    <Notice title={title}>
      <p>
        {id === undefined
          ? 'The link may have been cut off when it was copied: it has to be whole. Ask whoever sent it to send it once more.'
          : 'A link is good for the terms it was made for. They are others now, so it accepts nothing any more. Ask whoever invited you for the new one.'}
      </p>
      <p className="mt-6 font-sans text-[1rem]">
        {id ? (
          <Link href={`/challenges/${id}`} className={pressable('next')}>
            Read the new terms
          </Link>
        ) : (
          <Link href="/" className={pressable('next')}>
            Go to the home page
          </Link>
        )}
      </p>
    </Notice>
  )
}
