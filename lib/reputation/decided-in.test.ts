import { describe, expect, it } from 'vitest'
import { CLIENT, makeTaskBundle, state } from '@/lib/proof/make-task-bundle.fixture'
import { buildStatement } from '@/lib/proof/statement'
import { decidedIn } from './decided-in'

/** The same with what the client says while the appeal is open. */
async function withLateWord(ending: 'appealed' | 'lapsed', isDrawn: boolean) {
  const { bundle, id } = await makeTaskBundle({ ending })
  const late = buildStatement({ receipt: id, round: 1, statement: 'REJECTED' })
  const statements = [...bundle.statements, await state({}, { id: CLIENT, role: 'client' }, late)]
  const draw = bundle.draw && { ...bundle.draw, rounds: bundle.draw.rounds.slice(0, isDrawn ? 2 : 1) }
  return { ...bundle, statements, draw } as typeof bundle
}

const saidIn = (decided: ReturnType<typeof decidedIn>) =>
  typeof decided === 'string' ? decided : decided.statements.map(({ type }) => type)

describe('what a bundle shows of a decided receipt', () => {
  it.each([
    ['appealed', true],
    ['appealed', false],
    ['lapsed', false],
  ] as const)('leaves out what was said of an appeal: %s, drawn: %s', async (ending, isDrawn) => {
    const { bundle } = await makeTaskBundle()
    const plain = saidIn(decidedIn(bundle))
    expect(plain).toContain('ACCEPTED')
    expect(saidIn(decidedIn(await withLateWord(ending, isDrawn)))).toEqual(plain)
  })

  it('says why nothing may be folded', async () => {
    const why = async (ending: 'pending' | 'reversed' | 'expired') =>
      decidedIn((await makeTaskBundle({ ending })).bundle)
    expect(await why('pending')).toBe('nobody has decided it')
    expect(await why('reversed')).toBe('its verdict was reversed')
    expect(await why('expired')).toBe('it ended as EXPIRED')
  })
})
