import type { SignedField } from '@/lib/proof/digest'
import type { Recomputed } from './check-work'
import { CompareDigest } from './compare-digest'
import { Hashes } from './hashes'
import { sayDomainChain, sayMeaning, sayPurpose, showText } from './say-question'

/** Everything that would be signed, field by field, and the hashes to compare. */
export function CheckedQuestion({ of: { question, fields, parts }, focus }: { of: Recomputed; focus: boolean }) {
  return (
    <article className="border border-line bg-sheet px-6 py-7 sm:px-10 sm:py-9">
      <p className="text-[.86rem] text-soft">The other device is asked to sign</p>
      <h2 ref={focus ? focusOn : null} tabIndex={-1} className="mt-1 scroll-mt-24 text-[1.6rem] outline-none">
        {sayPurpose(question)}
      </h2>
      <dl className="mt-6 grid gap-x-6 gap-y-0.5 sm:grid-cols-[150px_minmax(0,1fr)] sm:gap-y-2 [&_dd]:mb-2 sm:[&_dd]:mb-0 [&_dt]:text-soft">
        <dt>type</dt>
        <dd>{question.primaryType}</dd>
        <dt>chain</dt>
        <dd>{sayDomainChain(question)}</dd>
        {question.domain.verifyingContract ? (
          <>
            <dt>contract</dt>
            <dd className="mono">{question.domain.verifyingContract}</dd>
          </>
        ) : null}
        {fields.map((field) => (
          <FieldRow key={field.name} field={field} />
        ))}
      </dl>

      <section aria-labelledby="hashes" className="mt-8 border-line border-t pt-6">
        <h3 id="hashes" className="mb-4 text-[1.28rem]">
          Computed here
        </h3>
        <Hashes parts={parts} />
        <CompareDigest parts={parts} />
      </section>
    </article>
  )
}

const focusOn = (heading: HTMLElement | null) => heading?.focus()

function FieldRow({ field }: { field: SignedField }) {
  const meaning = sayMeaning(field)
  const isText = field.type === 'string'
  return (
    <>
      <dt>{field.name}</dt>
      <dd className={isText ? 'min-w-0 [overflow-wrap:anywhere]' : 'mono min-w-0'}>
        {showText(String(field.value)) || <span className="text-soft">empty</span>}
        {meaning ? <span className="block font-sans text-soft">{meaning}</span> : null}
      </dd>
    </>
  )
}
