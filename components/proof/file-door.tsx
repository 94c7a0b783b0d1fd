'use client'

import { type DragEvent, type ReactNode, useId, useState } from 'react'

type Props = {
  children: ReactNode
  accept?: string
  /** It is the one next thing to do on the page. */
  next?: boolean
  onFile: (file: File) => void
}

const BUTTON =
  'file:mr-3 file:min-h-[42px] file:rounded-[3px] file:border file:border-solid file:px-[18px] file:py-[9px] file:font-[560]'
const LOOKS = {
  next: 'file:border-seal file:bg-seal file:text-seal-ink hover:file:brightness-110',
  plain: 'file:border-edge file:bg-transparent file:text-ink hover:file:bg-wash',
}

/** A place to drop one file, or to choose it. What becomes of it is said by `children`, its label. */
export function FileDoor({ children, accept, next = false, onFile }: Props) {
  const [over, setOver] = useState(false)
  const id = useId()
  const take = (file: File | undefined) => {
    if (file) onFile(file)
  }

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  const hover = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }

  return (
    <fieldset
      className={`min-w-0 border border-edge border-dashed px-6 py-7 ${over ? 'bg-wash' : ''}`}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id} className="block">
        {children}
      </label>
      <input
        id={id}
        type="file"
        accept={accept}
        className={`mt-3 max-w-full ${BUTTON} ${LOOKS[next ? 'next' : 'plain']}`}
        onChange={(event) => {
          take(event.target.files?.[0])
          // So that choosing the same file again is a change again.
          event.target.value = ''
        }}
      />
    </fieldset>
  )
}
