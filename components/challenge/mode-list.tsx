import { Seal } from '@/components/proof/seal'
import { MODES, type Mode } from '@/lib/challenge/state'
import { lifeOf } from './life'
import { MODE_WORDS, SEAL_OF, STATUS_WORDS } from './words'

/** The four modes: when to use which, and the way each takes through the state table. */
export function ModeList() {
  return (
    <dl className="grid gap-y-6">
      {MODES.map((mode) => (
        <ModeRow key={mode} mode={mode} />
      ))}
    </dl>
  )
}

function ModeRow({ mode }: { mode: Mode }) {
  const { name, when } = MODE_WORDS[mode]
  return (
    <div className="grid gap-x-7 gap-y-1 md:grid-cols-[130px_1fr]">
      <dt className="font-serif text-[1.16rem]">{name}</dt>
      <dd>
        <p>{when}</p>
        <ol className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-[.86rem] text-soft">
          {lifeOf(mode).map(({ status }) => (
            <li key={status} className="flex items-center gap-1.5">
              <Seal state={SEAL_OF[status]} className="size-4 [&_path]:stroke-[.7px]" />
              {STATUS_WORDS[status].name}
            </li>
          ))}
        </ol>
      </dd>
    </div>
  )
}
