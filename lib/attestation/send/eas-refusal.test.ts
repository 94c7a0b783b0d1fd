import { encodeErrorResult, toFunctionSelector } from 'viem'
import { expect, it } from 'vitest'
import { EAS_ABI } from '../eas-abi'
import { describeRefusal } from './eas-refusal'

it('says what every error of EAS means', () => {
  const errors = EAS_ABI.flatMap((entry) => (entry.type === 'error' ? [entry.name] : []))
  const known = errors.filter((name) => name !== 'AlreadyRevokedOffchain' && name !== 'InvalidLength')
  for (const errorName of known) {
    const said = describeRefusal(encodeErrorResult({ abi: EAS_ABI, errorName }))
    expect(said.name).toBe(errorName)
    expect(said.sentence).toMatch(/\.$/)
  }
})

it('shows of a resolver’s own error no more than where it begins', () => {
  const own = `${toFunctionSelector('error NotOnTheList(string)')}${'61'.repeat(500)}` as const
  expect(describeRefusal(own)).toEqual({
    name: 'Reverted',
    sentence: `The schema’s resolver refused it (${own.slice(0, 10)}).`,
  })
  expect(describeRefusal('0x').name).toBe('Reverted')
})
