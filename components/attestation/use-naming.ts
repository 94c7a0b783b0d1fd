'use client'

import { useState } from 'react'
import { ApiProblem } from '@/components/data/api'
import type { TypedData } from '@/components/data/types'
import { usePlaceApi } from '@/components/inbox/place'
import { useStale } from './queries'
import type { IssuerView, NewIssuerView } from './views'

/** What is asked of the desk: who attests on which network; of a key it keeps, until when. */
export type Naming = {
  chain_id: string
  kind: IssuerView['kind']
  address?: string | undefined
  valid_until?: string | undefined
}

/** What somebody has to sign before an address attests. */
export type Asked = { address: string; typedData: TypedData; of: Pick<Naming, 'chain_id' | 'kind'> }

/** Names an issuer: at once where nothing has to be signed, else in two calls with a signature between them. */
export function useNaming(onNamed: () => void) {
  const call = usePlaceApi()
  const stale = useStale()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<ApiProblem | string | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)

  const named = async () => {
    setAsked(null)
    await stale()
    onNamed()
  }
  const ask = async (body: Naming) => {
    setBusy(true)
    setRefused(null)
    try {
      const answer = await call<NewIssuerView>('POST', 'issuers', { body })
      if (!answer.typed_data) return await named()
      const typedData = answer.typed_data as TypedData
      setAsked({ address: answer.address, typedData, of: { chain_id: body.chain_id, kind: body.kind } })
    } catch (error) {
      setRefused(error instanceof ApiProblem ? error : 'The desk cannot be reached. Nothing is lost.')
    } finally {
      setBusy(false)
    }
  }
  const submit = async (signature: string) => {
    if (!asked) return
    await call('POST', 'issuers', { body: { ...asked.of, address: asked.address, signature } })
    await named()
  }
  const reset = () => {
    setAsked(null)
    setRefused(null)
  }
  const isOfField = refused instanceof ApiProblem && refused.errors.length > 0
  return {
    busy,
    asked,
    ask,
    submit,
    reset,
    /** What is wrong as a whole; what is wrong with a field stands beside that. */
    refusal: refused === null || isOfField ? null : refused instanceof ApiProblem ? refused.detail : refused,
    errorOf: (path: string) =>
      refused instanceof ApiProblem ? refused.errors.find((each) => each.path === path)?.message : undefined,
  }
}
