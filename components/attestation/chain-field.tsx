'use client'

import { useNetworks } from '@/components/data/networks'
import type { NetworkView } from '@/components/data/types'
import { Field, Select } from '@/components/ui/field'

/** The networks on which something can be attested. */
export function useEasNetworks(): NetworkView[] {
  return useNetworks().filter(({ eas }) => Boolean(eas))
}

type Props = {
  value: string
  onChange: (chainId: string) => void
  networks: readonly NetworkView[]
  error?: string | undefined
}

export function ChainField({ value, onChange, networks, error }: Props) {
  return (
    <Field label="Network" error={error}>
      {(wiring) => (
        <Select {...wiring} value={value} onChange={({ target }) => onChange(target.value)}>
          {networks.map(({ chain_id, name }) => (
            <option key={chain_id} value={chain_id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
