import { expect, it } from 'vitest'
import { compareTree, listConditions } from './trees.mjs'

const tree = `Join
├── given no such deal
│   └── it should revert
├── given coin
│   ├── when the party's value is right
│   │   ├── it should hold it
│   │   └── it should tell
│   └── when the value is wrong
│       └── it should revert and keep nothing
└── when time has passed
    └── it should join
`
const whole = ['testFuzz_RevertGiven_NoSuchDeal', 'test_WhenThePartysValueIsRight', 'test_RevertWhen_TheValueIsWrong']
const solidity = (names: string[]) => names.map((name) => `function ${name}(uint256 x) external {}`).join('\n')

it('takes the conditions that something follows from', () => {
  expect(listConditions(tree)).toEqual([
    { words: 'given no such deal', reverts: true },
    { words: "when the party's value is right", reverts: false },
    { words: 'when the value is wrong', reverts: true },
    { words: 'when time has passed', reverts: false },
  ])
})

it('is content when each has its test', () => {
  expect(compareTree(tree, solidity([...whole, 'test_WhenTimeHasPassed']))).toEqual([])
})

it('misses a test, a condition, and a name that stands for two', () => {
  expect(compareTree(tree, solidity(whole))).toEqual(['no test is called test_WhenTimeHasPassed'])
  expect(compareTree(tree, solidity([...whole, 'test_WhenTimeHasPassed', 'test_Other']))).toEqual([
    'the tree does not say test_Other',
  ])
  expect(compareTree(`${tree}└── when time has passed\n    └── it should join`, '')).toContain(
    'the tree says test_WhenTimeHasPassed twice',
  )
})
