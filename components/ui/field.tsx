import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes'
import { Sign } from './sign'

/** What ties a control to its label, its hint and its error. */
export type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** Worth a second look, but no reason to stop. */
  warning?: ReactNode
  optional?: boolean
  children: (wiring: Wiring) => ReactNode
}

/** A label, a control, and what is wrong with it beside it: `<Field label="Title">{(wiring) => <Input {...wiring} />}</Field>` */
export function Field({ label, hint, error, warning, optional, children }: FieldProps) {
  const id = useId()
  const notes = { hint: hint && `${id}hint`, error: error && `${id}error`, warning: warning && `${id}warning` }
  const describedBy = Object.values(notes).filter(Boolean).join(' ')
  const wiring: Wiring = {
    id,
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(error ? { 'aria-invalid': true } : {}),
  }
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="block font-[560]">
        {label}
        {optional ? <span className="font-[400] text-soft"> (optional)</span> : null}
      </label>
      {hint ? <Hint id={`${id}hint`}>{hint}</Hint> : null}
      <div className="mt-1.5">{children(wiring)}</div>
      <Note id={`${id}error`} look="error">
        {error}
      </Note>
      <Note id={`${id}warning`} look="warning">
        {warning}
      </Note>
    </div>
  )
}

function Hint({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="mt-0.5 text-[.9rem] text-soft [overflow-wrap:anywhere]">
      {children}
    </p>
  )
}

function Note({ id, look, children }: { id: string; look: 'error' | 'warning'; children: ReactNode }) {
  if (!children) return null
  const ink = look === 'error' ? 'text-red' : 'text-amber'
  return (
    <p id={id} className={`mt-1.5 flex items-baseline gap-[.42em] text-[.92rem] ${ink}`}>
      <Sign shape={look === 'error' ? 'cross' : 'warning'} className="size-[.95em] translate-y-[.12em]" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  )
}

/** 16 px and more: a phone would zoom into smaller text. */
const CONTROL =
  'block w-full min-w-0 rounded-[3px] border border-edge bg-sheet px-3 text-[16px] text-ink leading-normal placeholder:text-soft disabled:opacity-60 aria-invalid:border-red aria-invalid:outline-red'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...props} className={classes(CONTROL, 'h-[42px]', className)} />
}

/** Grows with what is typed into it. */
export function TextArea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={4}
      {...props}
      className={classes(CONTROL, 'field-sizing-content max-h-[60svh] min-h-[6.5em] resize-y py-2', className)}
    />
  )
}

export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select {...props} className={classes(CONTROL, 'h-[42px] appearance-none pr-9', className)}>
        {children}
      </select>
      <Sign shape="down" className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-soft" />
    </span>
  )
}

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode; error?: ReactNode }

export function Checkbox({ label, hint, error, className, ...props }: CheckboxProps) {
  const made = useId()
  const id = props.id ?? made
  const describedBy = [hint && `${id}hint`, error && `${id}error`].filter(Boolean).join(' ')
  return (
    <div className={classes('min-w-0', className)}>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2.5 has-disabled:text-soft">
        <input
          {...props}
          id={id}
          type="checkbox"
          aria-describedby={describedBy || undefined}
          aria-invalid={error ? true : undefined}
          className="tick mt-[.2em]"
        />
        <label htmlFor={id} className="min-h-6 [overflow-wrap:anywhere]">
          {label}
        </label>
        {hint ? (
          <div className="col-start-2">
            <Hint id={`${id}hint`}>{hint}</Hint>
          </div>
        ) : null}
      </div>
      <Note id={`${id}error`} look="error">
        {error}
      </Note>
    </div>
  )
}

type FieldsetProps = { legend: ReactNode; hint?: ReactNode; error?: ReactNode; children: ReactNode }

/** Fields that belong together under one name. */
export function Fieldset({ legend, hint, error, children }: FieldsetProps) {
  const id = useId()
  const describedBy = [hint && `${id}hint`, error && `${id}error`].filter(Boolean).join(' ')
  return (
    <fieldset className="min-w-0" aria-describedby={describedBy || undefined}>
      <legend className="font-serif text-[1.28rem] leading-tight">{legend}</legend>
      {hint ? <Hint id={`${id}hint`}>{hint}</Hint> : null}
      <Note id={`${id}error`} look="error">
        {error}
      </Note>
      <div className="mt-4 grid gap-5">{children}</div>
    </fieldset>
  )
}
