'use client'

import { useRef, useState } from 'react'
import { useDraft } from '@/components/data/use-draft'
import { Button } from '@/components/ui/button'
import { ChoiceGroup } from '@/components/ui/choice'
import { Field, Input } from '@/components/ui/field'
import { HashFile } from './hash-file'
import { SignStatement } from './sign-statement'
import { type Judging, type JudgingErrors, NOTHING_JUDGED, type StatementDraft, toStatement } from './statement-draft'
import type { AttestedView } from './types'

type Props = {
  receiptId: string
  family: keyof typeof QUESTIONS
  round: number
  settled: boolean
  onSigned: (answer: AttestedView | null) => Promise<unknown>
}

const QUESTIONS = {
  AUDIT: {
    legend: 'Does it pass?',
    options: [
      { value: 'AUDIT_PASS', title: 'It passes', says: 'The work is what was asked for.' },
      { value: 'AUDIT_FAIL', title: 'It fails', says: 'It is not, or it cannot be told from what is there.' },
    ],
    score: 'How good it is, from 0 to 1.',
  },
  SAFETY: {
    legend: 'Is it safe?',
    options: [
      { value: 'SAFETY_PASS', title: 'It is safe', says: 'Using the result does no harm that you can see.' },
      { value: 'SAFETY_FAIL', title: 'It is not safe', says: 'Using it could do harm.' },
    ],
    score: 'How safe it is, from 0 to 1.',
  },
} as const

const LABELS: Record<string, string> = {
  AUDIT_PASS: 'Sign: it passes',
  AUDIT_FAIL: 'Sign: it fails',
  SAFETY_PASS: 'Sign: it is safe',
  SAFETY_FAIL: 'Sign: it is not safe',
}

/** A seated member says whether the work passes, how good it is and how sure they are; then sees what is signed. */
export default function JudgeStep({ receiptId, family, round, settled, onSigned }: Props) {
  const draft = useDraft<Judging>(`judge:${family}:${receiptId}:${round}`, NOTHING_JUDGED)
  const [errors, setErrors] = useState<JudgingErrors>({})
  const [toSign, setToSign] = useState<StatementDraft | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const { value: typed } = draft
  const { legend, options, score } = QUESTIONS[family]

  const set = (change: Partial<Judging>) => {
    draft.change((before) => ({ ...before, ...change }))
    setToSign(null)
  }
  const show = () => {
    const read = toStatement(typed)
    setErrors('errors' in read ? read.errors : {})
    setToSign('statement' in read ? read.statement : null)
    if ('errors' in read) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    }
  }
  const text = (name: Exclude<keyof Judging, 'says'>) => ({
    value: typed[name],
    onChange: ({ target }: { target: HTMLInputElement }) => set({ [name]: target.value }),
    autoComplete: 'off',
    spellCheck: false,
  })

  return (
    <div className="grid gap-5">
      <form
        ref={form}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          show()
        }}
      >
        <ChoiceGroup
          legend={legend}
          name={family}
          options={[...options]}
          value={options.find(({ value }) => value === typed.says)?.value ?? null}
          onChange={(says) => set({ says })}
          error={errors.says}
        />
        <div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-1">
          <Field label="Score" hint={score} error={errors.score}>
            {(wiring) => <Input {...wiring} {...text('score')} inputMode="decimal" placeholder="0.85" />}
          </Field>
          <Field label="Confidence" hint="How sure you are, from 0 to 1." error={errors.confidence}>
            {(wiring) => <Input {...wiring} {...text('confidence')} inputMode="decimal" placeholder="0.9" />}
          </Field>
        </div>
        <Field
          label="Evidence hash"
          optional
          hint="The sha256 of what your judgement rests on. It is signed."
          error={errors.evidenceHash}
        >
          {(wiring) => <Input {...wiring} {...text('evidenceHash')} className="mono" placeholder="0x…" />}
        </Field>
        <HashFile onHash={(evidenceHash) => set({ evidenceHash })} />
        <Field
          label="Where it can be found"
          optional
          hint="An address, for whoever wants to look. It is not signed."
          error={errors.evidenceRef}
        >
          {(wiring) => <Input {...wiring} {...text('evidenceRef')} inputMode="url" />}
        </Field>
        {toSign ? null : (
          <Button type="submit" look={family === 'AUDIT' ? 'next' : 'plain'} className="w-full">
            See what you would sign
          </Button>
        )}
      </form>
      {toSign ? (
        <SignStatement
          key={JSON.stringify(toSign)}
          receiptId={receiptId}
          statement={toSign}
          label={LABELS[toSign.type] ?? 'Sign'}
          settled={settled}
          onSigned={async (answer) => {
            if (answer) draft.clear()
            await onSigned(answer)
          }}
        />
      ) : null}
      <p className="text-[.9rem] text-soft">
        Signing costs you no gas. What you sign is public and cannot be taken back.
      </p>
    </div>
  )
}
