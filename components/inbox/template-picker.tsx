'use client'

import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { TemplateOptions } from './template-options'
import { ALL_TEMPLATES, type Template } from './templates'

type Props = { label?: string; action?: string; onPick: (template: Template) => void }

/** An example to begin with. It takes the place of what is typed only when the button is pressed. */
export function TemplatePicker({ label = 'Begin with an example', action = 'Fill it in', onPick }: Props) {
  const id = useId()
  const [chosen, setChosen] = useState('order.placed')
  const template = ALL_TEMPLATES.find(({ type }) => type === chosen)
  return (
    <div>
      <label htmlFor={id} className="block font-[560]">
        {label}
      </label>
      <div className="mt-1.5 flex flex-wrap gap-3">
        <div className="min-w-0 flex-[1_1_14rem]">
          <Select id={id} value={chosen} onChange={({ target }) => setChosen(target.value)}>
            <TemplateOptions />
          </Select>
        </div>
        <Button onClick={() => template && onPick(template)}>{action}</Button>
      </div>
    </div>
  )
}
