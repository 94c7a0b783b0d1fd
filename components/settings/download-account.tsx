'use client'

import { useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'

/** Everything the desk holds of somebody, in one file. */
export function DownloadAccount() {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  const download = async () => {
    setBusy(true)
    setTrouble(null)
    try {
      save(await api('GET', 'me/export'))
    } catch (error) {
      setTrouble(error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Try again in a moment.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Button busy={busy} onClick={() => void download()}>
        Download my data
      </Button>
      <div role="alert" className="mt-3">
        {trouble ? (
          <Callout look="no" title="Nothing was downloaded">
            {trouble}
          </Callout>
        ) : null}
      </div>
    </>
  )
}

function save(data: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'countersign-account.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
