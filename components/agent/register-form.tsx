'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { useDraft } from '@/components/data/use-draft'
import { Button } from '@/components/ui/button'
import { Countdown } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { useParty } from '@/components/wallet/party'
import { TroubleNote } from '@/components/wallet/trouble-note'
import { type AgentBody, type AgentDraft, type AgentErrors, toAgentBody } from './agent-draft'
import { agentHref } from './agent-href'
import { CapabilityFields } from './capability-fields'
import { DidName } from './did-name'
import type { AgentTextView, AgentView } from './types'
import { useTextSigner } from './use-text-signer'

/** Always the same, so that server and browser draw the same first form. */
const START: AgentDraft = {
  name: '',
  capabilities: [{ key: 'first', description: '', tags: '', version: '1.0.0' }],
  days: '30',
}

type Asked = { text: AgentTextView; body: AgentBody; did: string }

/** Registers this window's wallet as an agent, or says anew what it can do: the form, the text in full, the wallet. */
export function RegisterForm({ known }: { known?: AgentDraft }) {
  const { party } = useParty()
  const draft = useDraft<AgentDraft>(known ? `agent:${party?.did ?? ''}` : 'agent:new', known ?? START)
  const [errors, setErrors] = useState<AgentErrors>({})
  const [refused, setRefused] = useState<string | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const wrong = (found: AgentErrors) => {
    setErrors(found)
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const ask = async () => {
    if (!party) return
    setRefused(null)
    const read = toAgentBody(draft.value)
    if ('errors' in read) return wrong(read.errors)
    setErrors({})
    setBusy(true)
    try {
      const text = await api<AgentTextView>('POST', 'agents/challenge', { body: { did: party.did } })
      setAsked({ text, body: read.body, did: party.did })
    } catch (error) {
      setRefused(error instanceof Error ? error.message : 'The desk cannot be reached. Nothing is lost.')
    } finally {
      setBusy(false)
    }
  }
  const onRefused = (error: ApiProblem) => {
    const fields = Object.fromEntries(error.errors.map(({ path, message }) => [path, message]))
    if (Object.keys(fields).length > 0) wrong(fields)
    setRefused(error.detail)
    setAsked(null)
  }

  if (!party) return null
  return (
    <div className="mt-7 grid max-w-[44em] gap-6">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="text-soft">The agent</span> <DidName did={party.did} />
      </p>
      <form
        ref={form}
        noValidate
        className="grid gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <CapabilityFields
          draft={draft.value}
          errors={errors}
          onChange={(change) => {
            draft.change(change)
            setAsked(null)
          }}
        />
        <p role="alert" className="text-red empty:absolute">
          {refused}
        </p>
        {asked ? null : (
          <div>
            <Button type="submit" look="next" busy={busy}>
              See the text to sign
            </Button>
          </div>
        )}
      </form>
      {asked ? <SignAndRegister asked={asked} onNewText={ask} onRefused={onRefused} onDone={draft.clear} /> : null}
    </div>
  )
}

type SignProps = {
  asked: Asked
  onNewText: () => Promise<void>
  onRefused: (error: ApiProblem) => void
  onDone: () => void
}

function SignAndRegister({ asked: { text, body, did }, onNewText, onRefused, onDone }: SignProps) {
  const signer = useTextSigner()
  const router = useRouter()
  const toast = useToast()
  const { party, openConnect } = useParty()
  const [sending, setSending] = useState(false)
  const kept = useRef<string | null>(null)

  const run = async (options: { chooseAccount?: boolean } = {}) => {
    signer.clear()
    const signature = kept.current ?? (await signer.sign(text.message, options))
    if (signature === null) return
    kept.current = signature
    setSending(true)
    try {
      await api<AgentView>('POST', 'agents', { body: { ...body, did, challenge_id: text.challenge_id, signature } })
      onDone()
      toast({ title: 'Your agent is registered' })
      router.push(agentHref(did, '/manage'))
      router.refresh()
    } catch (error) {
      if (error instanceof ApiProblem) kept.current = null
      if (error instanceof ApiProblem && (error.status === 409 || error.errors.length > 0)) onRefused(error)
      else signer.fail(error)
    } finally {
      setSending(false)
    }
  }
  const goOn = (act: string) => {
    if (act === 'new-text') return void onNewText()
    if (act === 'sign-in' || act === 'choose-wallet') return openConnect(party ? { address: party.address } : {})
    void run({ chooseAccount: act === 'choose-account' })
  }
  const busy = sending || signer.state !== 'idle'
  return (
    <section aria-labelledby="the-text" className="grid gap-4">
      <h2 id="the-text" className="text-[1.28rem]">
        Your wallet will show exactly this
      </h2>
      <pre className="mono whitespace-pre-wrap bg-wash px-4 py-3.5 leading-relaxed [overflow-wrap:anywhere]">
        {text.message}
      </pre>
      {signer.trouble && !busy ? (
        <TroubleNote trouble={signer.trouble} onWay={() => goOn(signer.trouble?.way.act ?? 'again')} />
      ) : (
        <div>
          <Button look="next" busy={busy} onClick={() => void run()}>
            Sign and register
          </Button>
        </div>
      )}
      <p role="status" className="text-[.92rem] text-soft">
        {sending ? (
          'Signed. Sending it to the desk.'
        ) : signer.state === 'signing' ? (
          'Look at your wallet: it shows this text. Nothing happens until you sign there.'
        ) : (
          <>
            Good for <Countdown until={text.expires_at} says="The text is good for" />. If you do nothing, nothing
            happens.
          </>
        )}
      </p>
    </section>
  )
}
