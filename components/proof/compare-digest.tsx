'use client'

import { useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { Status } from '@/components/ui/status'
import type { DigestParts } from '@/lib/proof/digest'
import { compareHash } from './compare-hash'

/** Compares for those who can copy; others compare by eye. */
export function CompareDigest({ parts }: { parts: DigestParts }) {
  const [text, setText] = useState('')
  const found = compareHash(text, parts)
  return (
    <div className="mt-7">
      <Field
        label="The other device shows"
        hint="Its digest, or one of the hashes of a hardware wallet. Or compare by eye: every digit counts."
        optional
      >
        {(wiring) => (
          <Input
            {...wiring}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        )}
      </Field>
      <p role="status" className="mt-2 min-h-6">
        {found ? <Status look={found.look}>{found.says}</Status> : null}
      </p>
    </div>
  )
}
