/**
 * A `.tree` says in words what one operation must do: conditions (`given`, `when`) and below them what follows (`it`).
 * Each condition with something to follow has a test of its name, and each test has its condition.
 *
 * @param {string} tree
 * @param {string} solidity the test file beside it
 * @returns {string[]} what does not match, in sentences
 */
export function compareTree(tree, solidity) {
  const wanted = listConditions(tree).map(({ words, reverts }) => toTestName(words, reverts))
  const tests = [...solidity.matchAll(/\bfunction (test\w*)\(/g)].map(([, name]) => name.replace(/^testFuzz_/, 'test_'))

  const doubled = wanted.filter((name, index) => wanted.indexOf(name) < index)
  const missing = wanted.filter((name) => !tests.includes(name))
  const untold = tests.filter((name) => !wanted.includes(name))
  return [
    ...doubled.map((name) => `the tree says ${name} twice`),
    ...missing.map((name) => `no test is called ${name}`),
    ...untold.map((name) => `the tree does not say ${name}`),
  ]
}

/** @param {string} tree @returns {{ words: string, reverts: boolean }[]} the conditions under which `it` does something */
export function listConditions(tree) {
  const conditions = []
  for (const line of tree.split('\n').slice(1)) {
    const words = line.replace(/^[\s│├└─]+/, '').trim()
    if (/^(given|when) /.test(words)) conditions.push({ words, follows: [] })
    else if (words !== '') conditions.at(-1)?.follows.push(words)
  }
  return conditions
    .filter(({ follows }) => follows.length > 0)
    .map(({ words, follows }) => ({ words, reverts: follows.some((it) => it.startsWith('it should revert')) }))
}

/** `when a bond is zero` becomes `test_RevertWhen_ABondIsZero`, or `test_WhenABondIsZero` when it does not revert. */
export function toTestName(words, reverts) {
  const [first, ...rest] = words.replaceAll("'", '').split(/\s+/).map(capitalize)
  return reverts ? `test_Revert${first}_${rest.join('')}` : `test_${first}${rest.join('')}`
}

const capitalize = (word) => word[0].toUpperCase() + word.slice(1)
