import { describe, expect, it } from 'vitest'
import { makeTaskBundle, type TaskRecipe } from '@/lib/proof/make-task-bundle.fixture'
import { headReceipt, sayReceipt, saySigned } from './say-receipt'

const bundleOf = async (ending: NonNullable<TaskRecipe['ending']>) => (await makeTaskBundle({ ending })).bundle

describe('a task’s receipt in words', () => {
  it.each([
    ['pending', 'Not judged yet.', 'is still to say'],
    ['finalized', 'It passed.', 'a committee of 3, drawn by lot, signed that it passes'],
    ['failed', 'It failed.', 'a committee of 3, drawn by lot, signed that it fails'],
    ['expired', 'Nobody decided.', 'no committee had said enough'],
    ['upheld', 'It passed.', 'was left at the first verdict after an appeal'],
    ['reversed', 'It was reversed.', 'a second, larger committee said otherwise'],
  ] as const)('%s', async (ending, head, says) => {
    const bundle = await bundleOf(ending)
    expect(headReceipt(bundle.receipt, bundle.verdict)).toBe(head)
    expect(sayReceipt(bundle)).toContain(says)
  })

  it('says what each side signed', async () => {
    const bundle = await bundleOf('finalized')
    expect(saySigned(bundle, 'client')).toBe('signed the receipt; took the result')
    expect(saySigned(bundle, 'provider')).toBe('signed the receipt')
  })

  it('never holds what its parties wrote', async () => {
    const bundle = await bundleOf('finalized')
    expect(headReceipt(bundle.receipt, bundle.verdict) + sayReceipt(bundle)).not.toContain('translate')
  })
})
