'use client'

import { setSandbox } from '@/app/(desk)/settings/organizations/actions'
import { AskOnce } from './ask-once'

type Props = { actingAs: string; organization: { id: string; name: string; sandbox: boolean } }

/** Makes an organization a sandbox, or a real one again. */
export function SandboxSwitch({ actingAs, organization: { id, name, sandbox } }: Props) {
  const run = () => setSandbox({ acting_as: actingAs, id, sandbox: !sandbox })
  return sandbox ? (
    <AskOnce
      label="Make it real again"
      of={name}
      title={`Make ${name} real again`}
      says="Events can no longer ask for their deliveries to fail, wait or be given up. Those that did go on as they asked."
      action="Make it real"
      run={run}
      done="It is no sandbox any more"
    />
  ) : (
    <AskOnce
      label="Make it a sandbox"
      of={name}
      title={`Make ${name} a sandbox`}
      says="Events published here may ask the desk to fail, delay or give up their deliveries, so that you can see what your receivers make of it. Nothing else changes."
      action="Make it a sandbox"
      run={run}
      done="It is a sandbox now"
    />
  )
}
