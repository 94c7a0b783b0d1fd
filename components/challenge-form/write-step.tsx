'use client'

import type { FocusEvent, FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useParty } from '@/components/wallet/party'
import type { Mode } from '@/lib/challenge/state'
import { toChecksum } from '@/lib/wallet/checksum'
import { AboutSection } from './about-section'
import { BondSection } from './bond-section'
import { CounterpartySection } from './counterparty-section'
import { DocumentsSection } from './documents-section'
import { Fold } from './fold'
import { useForm } from './form-context'
import { readLocalTime, sayLocalTime } from './local-time'
import { ModeSection, type ModeState } from './mode-section'
import { readCounterparty } from './read-counterparty'
import { EndingList, IdleEnding, useRehearsal } from './rehearsal-panel'
import { ResolutionSection } from './resolution-section'
import { sayHeld } from './say-asked'
import { sayDecider } from './say-decider'
import { SideSection } from './side-section'
import { TermsSection } from './terms-section'
import { TimesSection, usualTimes } from './times-section'
import type { useChallengeForm } from './use-challenge-form'
import { counterpartyBy, isBonded, strategyOf } from './values'
import { VISIBILITY_WORDS, VisibilitySection } from './visibility-section'

type Props = {
  form: ReturnType<typeof useChallengeForm>
  modes: Record<Mode, ModeState>
  draftSince: string | null
  onGo: (to: 'sign' | 'save') => void
}

/** The form, and beside it what it would come to. */
export function WriteStep({ form, modes, draftSince, onGo }: Props) {
  const { values } = useForm()
  const isSolo = values.mode === 'SOLO'
  const rehearsal = useRehearsal(draftSince)

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onGo('sign')
  }
  return (
    <>
      <header className="pt-10 pb-8">
        <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">{form.saved ? 'Go on with your draft' : 'New challenge'}</h1>
        <p className="mt-3 max-w-[38em] font-serif text-[1.12rem] leading-relaxed">
          Say what it is about and what must be shown. Nothing is signed or sent until you have read, on the next page,
          what your wallet will show.
        </p>
      </header>
      <form
        noValidate
        aria-label="New challenge"
        onSubmit={onSubmit}
        onBlur={(event) => touchField(event, form.touch)}
        onChange={(event) => form.forgive(nameOf(event.target))}
        className="grid items-start gap-x-14 gap-y-10 pb-16 lg:grid-cols-[minmax(0,1fr)_376px]"
      >
        <div className="grid min-w-0 gap-8">
          {form.restored ? <Restored saved={form.saved !== null} onClear={form.clear} /> : null}
          <ModeSection states={modes} />
          <AboutSection />
          {values.mode === 'GATEKEEPER' ? <ShownSection /> : null}
          {isBonded(values.mode) ? (
            <>
              <BondSection />
              <ResolutionSection />
            </>
          ) : null}
          <MoreFolds isSolo={isSolo} />
        </div>
        <aside className="grid min-w-0 gap-7 lg:sticky lg:top-6">
          <div className="border border-line bg-sheet p-6">
            <IdleEnding rehearsal={rehearsal} />
            <GoOn form={form} onSave={() => onGo('save')} />
          </div>
          <EndingList rehearsal={rehearsal} />
        </aside>
      </form>
    </>
  )
}

function ShownSection() {
  return (
    <section aria-labelledby="shown">
      <h2 id="shown" className="text-[1.28rem]">
        What the other side must show
      </h2>
      <p className="mt-1 mb-4 max-w-[38em] text-[.94rem] text-soft">
        The desk looks whether their wallet holds at least this. You hear yes or no, never how much.
      </p>
      <SideSection side="other" />
    </section>
  )
}

/** What most people leave as it is, folded away with what it comes to. */
function MoreFolds({ isSolo }: { isSolo: boolean }) {
  const { values, errors, desk } = useForm()
  const wrong = (...starts: string[]) =>
    Object.keys(errors).some((field) => starts.some((start) => field.startsWith(start)))
  const mine = sayHeld(values.creator, desk.networks)
  const { terms, documents, visibility, mode } = values
  const strategy = strategyOf(values)
  return (
    <div className="border-line border-t">
      {isSolo ? null : (
        <Fold
          title="Who it is for"
          says={<SaidCounterparty />}
          begin={counterpartyBy(values) === 'named'}
          wrong={wrong('counterparty', 'confirmed')}
        >
          <CounterpartySection />
        </Fold>
      )}
      {isBonded(mode) ? null : (
        <>
          <Fold
            title="What you show"
            says={mine ?? 'Nothing'}
            begin={values.creator.checks.length > 0}
            wrong={wrong('creator.')}
          >
            <SideSection side="creator" />
          </Fold>
          <Fold title="Who decides" says={sayDecider(values)} begin={strategy !== 'MUTUAL'} wrong={wrong('resolution')}>
            <ResolutionSection />
          </Fold>
        </>
      )}
      <Fold
        title="Terms by name"
        says={terms.length > 0 ? terms.map(({ key }) => key || '…').join(', ') : 'None'}
        begin={terms.length > 0}
        wrong={wrong('term')}
      >
        <TermsSection />
      </Fold>
      <Fold
        title="Documents"
        says={documents.length > 0 ? documents.map(({ name }) => name).join(', ') : 'None'}
        begin={documents.length > 0}
        wrong={wrong('documents')}
      >
        <DocumentsSection />
      </Fold>
      {isSolo && strategy === 'MUTUAL' ? null : (
        <Fold
          title="Deadlines"
          says={<SaidTimes />}
          begin={[values.acceptBy, values.endBy, values.responseHours, values.disputeHours].some((text) => text !== '')}
          wrong={wrong('acceptBy', 'endBy', 'responseHours', 'disputeHours')}
        >
          <TimesSection />
        </Fold>
      )}
      <Fold
        title="Who may see it"
        says={isSolo && visibility === 'parties' ? 'You only' : VISIBILITY_WORDS[visibility]}
        begin={visibility !== 'link'}
        wrong={wrong('visibility')}
      >
        <VisibilitySection />
      </Fold>
    </div>
  )
}

function SaidCounterparty() {
  const { values } = useForm()
  const { counterparty } = values
  if (counterpartyBy(values) === 'link') return 'Whoever holds the link'
  const read = readCounterparty(counterparty.text)
  return read.kind === 'address' ? (
    <span className="mono">{toChecksum(read.address)}</span>
  ) : (
    counterparty.text || 'One address'
  )
}

function SaidTimes() {
  const { values, desk } = useForm()
  const say = (text: string, usual: string) => {
    const read = readLocalTime(text, desk.zone)
    return 'at' in read ? `by ${sayLocalTime(read.at, desk.zone)}` : usual
  }
  const usual = usualTimes(values.mode)
  const end = strategyOf(values) === 'ORACLE' ? 'an hour after the figure could still come' : usual.end
  const ended = `ended ${say(values.endBy, end)}`
  return values.mode === 'SOLO' ? ended : `Accepted ${say(values.acceptBy, usual.accept)}, ${ended}`
}

function Restored({ saved, onClear }: { saved: boolean; onClear: () => void }) {
  return (
    <div role="status">
      <Callout look="none" title="This is what you typed before">
        It was kept in this browser.{' '}
        <Button look="quiet" className="-my-2 px-2 underline underline-offset-4" onClick={onClear}>
          {saved ? 'Go back to the saved draft' : 'Begin anew'}
        </Button>
      </Callout>
    </div>
  )
}

function GoOn({ form, onSave }: { form: Props['form']; onSave: () => void }) {
  const { party } = useParty()
  const { rest } = form.errors
  return (
    <div className="mt-5 grid gap-3">
      <div id="refused" role="alert" tabIndex={-1}>
        {rest.length > 0 ? (
          <Callout look="no" title="The desk did not take it">
            {rest.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Callout>
        ) : null}
      </div>
      <Button type="submit" look="next" className="w-full" busy={form.isBusy}>
        Read and sign
      </Button>
      <Button className="w-full" disabled={form.isBusy} onClick={onSave}>
        Save draft
      </Button>
      <p className="text-[.9rem] text-soft">
        {party
          ? 'Until it is saved, what you type stays in this browser.'
          : 'You connect a wallet first; what you typed stays as it is.'}
      </p>
    </div>
  )
}

function nameOf(target: EventTarget): string | null {
  const field = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-field]') : null
  return field?.dataset.field ?? null
}

/** An empty field that somebody only passed through is no mistake yet. */
function touchField(event: FocusEvent, touch: (field: string) => void): void {
  const { target } = event
  const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  const field = nameOf(target)
  if (field && isText && target.value !== '') touch(field)
}
