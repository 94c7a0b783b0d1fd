'use client'

import * as Primitive from '@radix-ui/react-dropdown-menu'
import Link from 'next/link'
import { isValidElement, type ReactNode, useRef, useState } from 'react'
import { Button, pressable } from './button'
import { findPlace } from './find-place'
import { Sign } from './sign'

type Props = {
  /** A `<Button>`, or what stands on one. */
  trigger: ReactNode
  /** What the menu is for, for those who hear it. */
  label: string
  children: ReactNode
}

/** Things to do, behind one button. Arrows move, letters jump, Escape closes. The page behind keeps scrolling. */
export function Menu({ trigger, label, children }: Props) {
  const opener = useRef<HTMLButtonElement>(null)
  const [{ place, align }, setWhere] = useState<Where>({ place: null, align: 'start' })
  return (
    <Primitive.Root modal={false} onOpenChange={() => setWhere(whereBeside(opener.current))}>
      <Primitive.Trigger asChild ref={opener}>
        {isButton(trigger) ? (
          trigger
        ) : (
          <button type="button" className={`${pressable('quiet')} px-2.5!`}>
            {trigger}
            <span className="sr-only"> {label}</span>
            <Sign shape="down" className="size-3.5 text-soft" />
          </button>
        )}
      </Primitive.Trigger>
      <Primitive.Portal container={place}>
        <Primitive.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          aria-labelledby={undefined}
          className="z-50 max-h-[min(26rem,var(--radix-dropdown-menu-content-available-height))] min-w-[13rem] max-w-[min(22rem,calc(100vw-24px))] overflow-y-auto border border-line bg-sheet py-1.5 text-ink shadow-[0_12px_36px_rgb(0_0_0/.16)]"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

type Where = { place: HTMLElement | null; align: 'start' | 'end' }

/** A menu opens towards the middle of the page. */
function whereBeside(opener: Element | null): Where {
  const { left = 0, right = 0 } = opener?.getBoundingClientRect() ?? {}
  return { place: findPlace(opener), align: left + right > window.innerWidth ? 'end' : 'start' }
}

function isButton(node: ReactNode): boolean {
  return isValidElement(node) && (node.type === Button || node.type === 'button')
}

const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-2.5 px-4 py-1.5 no-underline outline-none select-none [overflow-wrap:anywhere] data-[disabled]:cursor-default data-[highlighted]:bg-wash data-[disabled]:opacity-60'

type ItemProps = { onSelect?: () => void; href?: string; disabled?: boolean; children: ReactNode }

/** One thing to do, or one place to go. */
export function MenuItem({ onSelect, href, disabled = false, children }: ItemProps) {
  if (!href) {
    return (
      <Primitive.Item className={ITEM} disabled={disabled} onSelect={() => onSelect?.()}>
        {children}
      </Primitive.Item>
    )
  }
  return (
    <Primitive.Item asChild className={ITEM} onSelect={() => onSelect?.()}>
      <Link href={href} prefetch={false}>
        {children}
      </Link>
    </Primitive.Item>
  )
}

/** A hairline between groups. */
export function MenuRule() {
  return <Primitive.Separator className="my-1.5 h-px bg-line" />
}

/** Words in a menu that are not to be pressed. */
export function MenuWords({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-4 py-1.5 text-[.86rem] text-soft">{children}</Primitive.Label>
}
