'use client'

import * as Primitive from '@radix-ui/react-tabs'
import type { ComponentProps, ReactNode } from 'react'

type Props = {
  label: string
  items: { value: string; label: ReactNode; content: ReactNode }[]
  /** Which one is open, when the page decides; else the first is, and the person moves on. */
  value?: string
  onValueChange?: (value: string) => void
}

/** Several views of one thing. Arrows move between them. */
export function Tabs({ label, items, value, onValueChange }: Props) {
  const controlled = value === undefined ? { defaultValue: items[0]?.value ?? '' } : { value }
  return (
    <Primitive.Root {...controlled} {...(onValueChange ? { onValueChange } : {})}>
      <Primitive.List asChild aria-label={label}>
        <Plain className="flex flex-wrap gap-x-6 border-line border-b">
          {items.map((item) => (
            <Primitive.Trigger
              key={item.value}
              value={item.value}
              className="-mb-px border-transparent border-b-2 py-2 text-soft hover:text-ink data-[state=active]:border-ink data-[state=active]:font-[560] data-[state=active]:text-ink"
            >
              {item.label}
            </Primitive.Trigger>
          ))}
        </Plain>
      </Primitive.List>
      {items.map((item) => (
        <Primitive.Content key={item.value} value={item.value} asChild>
          <Plain className="pt-5">{item.content}</Plain>
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}

/** Leaves out the style that the primitive gives: as an attribute of the page's HTML the policy would refuse it. */
function Plain({ style: _, ...props }: ComponentProps<'div'>) {
  return <div {...props} />
}
