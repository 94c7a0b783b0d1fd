'use client'

import { usePathname } from 'next/navigation'
import { Menu, MenuItem } from '@/components/ui/menu'
import { usePlace } from './place'
import { type Place, placeHref } from './place-type'

type Props = {
  places: Place[]
  /** Where another organization's page begins, when this one shows a single thing of this one. */
  path?: string
}

/** Whose events these are, and the way to another organization's, without what this one was narrowed to. */
export function PlacePicker({ places, path }: Props) {
  const place = usePlace()
  const here = usePathname()
  if (places.length < 2) return null
  return (
    <Menu trigger={<span className="max-w-[16em] truncate">{nameOf(place)}</span>} label="Organization">
      {places.map((one) => (
        <MenuItem key={one.id} href={placeHref(path ?? here, one)}>
          {nameOf(one)}
        </MenuItem>
      ))}
    </Menu>
  )
}

function nameOf({ name, personal, sandbox }: Place): string {
  return `${personal ? 'Yourself' : name}${sandbox ? ' (sandbox)' : ''}`
}
