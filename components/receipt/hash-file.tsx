'use client'

import { useId, useState } from 'react'
import { CannotHash, hashFile } from '@/components/challenge-form/hash-file'

/** The sha256 of a file, counted here: the file does not leave the browser. */
export function HashFile({ onHash }: { onHash: (hash: string) => void }) {
  const id = useId()
  const [says, setSays] = useState('')
  const hash = async (file: File | undefined) => {
    if (!file) return
    setSays(`Counting the hash of ${file.name}`)
    try {
      onHash(await hashFile(file, () => {}))
      setSays(`That is the hash of ${file.name}. The file stayed here.`)
    } catch (error) {
      setSays(error instanceof CannotHash ? error.message : 'The file could not be hashed here.')
    }
  }
  return (
    <div className="-mt-2 min-w-0">
      <label htmlFor={id} className="block text-[.9rem] text-soft">
        Or count it from a file, which stays here
      </label>
      <input
        id={id}
        type="file"
        className="mt-1 block w-full min-w-0 text-[.94rem] file:mr-3 file:min-h-[42px] file:rounded-[3px] file:border file:border-edge file:bg-transparent file:px-[18px] file:font-[560] file:text-ink hover:file:bg-wash"
        onChange={({ target }) => void hash(target.files?.[0])}
      />
      <p role="status" className="mt-1 text-[.9rem] text-soft [overflow-wrap:anywhere] empty:hidden">
        {says}
      </p>
    </div>
  )
}
