'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import type { ChallengeView } from '@/components/data/types'
import { useToast } from '@/components/ui/toast'
import { useMounted } from '@/components/ui/use-mounted'
import { Waiting } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import type { Mode } from '@/lib/challenge/state'
import { FormProvider } from './form-context'
import { fromDraft, type SavedDraft } from './from-draft'
import type { KnownParty } from './look-alike'
import type { ModeState } from './mode-section'
import { SignStep } from './sign-step'
import type { Desk } from './to-body'
import { useChallengeForm } from './use-challenge-form'
import { useClock } from './use-clock'
import { emptyValues } from './values'
import { WriteStep } from './write-step'

type Props = { draft: SavedDraft | null; modes: Record<Mode, ModeState>; ens: boolean; now: string }

/** Writing a challenge, then signing it. A saved draft is shown in the browser's own time zone, so only there. */
export function NewChallenge(props: Props) {
  const mounted = useMounted()
  const { key, onSaved } = useFormOf(useSearchParams().get('draft'))
  if (props.draft && !mounted) return <Waiting says="Opening the draft" />
  return <Steps key={key} {...props} onSaved={onSaved} />
}

/** Another draft in the address is another form, unless it is what this form has just become. */
function useFormOf(id: string | null) {
  const [form, setForm] = useState({ key: 0, id, became: null as string | null })
  if (form.id !== id) {
    setForm(form.became === id ? { ...form, id } : { key: form.key + 1, id, became: null })
  }
  const onSaved = useCallback((became: string) => setForm((before) => ({ ...before, became })), [])
  return { key: form.key, onSaved }
}

function Steps({ draft, modes, ens, now, onSaved }: Props & { onSaved: (id: string) => void }) {
  const { party, openConnect } = useParty()
  const toast = useToast()
  const known = useKnownParties()
  const desk = useDesk(now, known)
  const [initial] = useState(() =>
    draft ? fromDraft(draft, desk.networks, desk.zone) : emptyValues(desk.networks, party?.chainId),
  )
  const form = useChallengeForm({ initial, draftId: draft?.id ?? null, party: party?.address ?? null, desk, onSaved })
  const [signing, setSigning] = useState<ChallengeView | null>(null)
  // What one party is about to sign is nothing to the other; it is there again when the window is theirs again.
  const toSign = form.saved?.party === party?.address ? signing : null
  const wanted = useRef<'sign' | 'save' | null>(null)

  const go = async (to: 'sign' | 'save') => {
    if (!form.demand()) return
    if (!party) {
      wanted.current = to
      return openConnect()
    }
    const challenge = await form.save()
    if (!challenge) return
    if (to === 'sign') setSigning(challenge)
    else toast({ title: 'Draft saved', says: 'It waits on your desk for 30 days. Nobody else sees it.', look: 'ok' })
  }

  // Whoever was asked to connect on the way goes on from where they were.
  const goOn = useRef(go)
  goOn.current = go
  useEffect(() => {
    const to = wanted.current
    if (!party || !to) return
    wanted.current = null
    void goOn.current(to)
  }, [party])

  const value = useMemo(
    () => ({ values: form.values, change: form.patch, errors: form.errors.fields, desk, known, ens }),
    [form.values, form.patch, form.errors.fields, desk, known, ens],
  )
  return (
    <FormProvider value={value}>
      {toSign ? (
        <SignStep
          challenge={toSign}
          onBack={() => setSigning(null)}
          onRefused={(error) => {
            setSigning(null)
            form.refuse(error)
          }}
          onDone={form.forget}
        />
      ) : null}
      <div hidden={toSign !== null}>
        <WriteStep form={form} modes={modes} draftSince={draft?.created_at ?? null} onGo={(to) => void go(to)} />
      </div>
    </FormProvider>
  )
}

function useDesk(serverNow: string, known: readonly KnownParty[]): Desk {
  const { party } = useParty()
  const networks = useNetworks()
  const mounted = useMounted()
  const now = useClock(serverNow)
  const zone = mounted ? Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC'
  return useMemo(() => {
    const own = known.filter(({ relation }) => relation === 'own').map(({ address }) => address)
    return { networks, zone, now, own: party ? [...own, party.address] : own }
  }, [networks, zone, now, known, party])
}

/** The desk knows whom this party has dealt with; the browser knows the demo wallets. */
function useKnownParties(): KnownParty[] {
  const { party, demo } = useParty()
  const { data } = useQuery({
    queryKey: ['known-parties', party?.address ?? null],
    queryFn: () => api<{ data: { address: string; relation: 'own' | 'dealt' }[] }>('GET', 'me/known-parties'),
    enabled: party !== null,
    staleTime: 300_000,
  })
  return useMemo(() => {
    const names = new Map(demo.map(({ address, name }) => [address, name]))
    const mine = (data?.data ?? []).map((each) => ({ ...each, name: names.get(each.address) ?? null }))
    const others = demo
      .filter(({ address }) => !mine.some((each) => each.address === address))
      .map(({ address, name }) => ({ address, relation: 'demo' as const, name }))
    return [...mine, ...others]
  }, [data, demo])
}
