import { stripVTControlCharacters } from 'node:util'
import { readJson } from '../start/files.mjs'

/** What a log shows of one failure is enough; a page's or a table's difference can be thousands of lines. */
const MOST_LINES = 25

/**
 * The tests that failed, each with the beginning of its reason: what else was printed may be far above by then.
 *
 * @param {string} file the JSON of vitest's reporter
 * @returns {string[]} one text each
 */
export function failedInVitest(file) {
  const results = readJson(file)?.testResults ?? []
  return results.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [tell(name, message)] : []
    return failed.map(({ fullName, failureMessages }) => tell(`${name} › ${fullName}`, failureMessages?.join('\n')))
  })
}

/**
 * The same of Playwright; one that passed when tried again has failed too.
 *
 * @param {string} file the JSON of its reporter
 * @returns {string[]}
 */
export function failedInPlaywright(file) {
  return (readJson(file)?.suites ?? []).flatMap(failedInSuite)
}

function failedInSuite({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => {
        const errors = results.flatMap(({ errors = [] }) => errors.map(({ message }) => message))
        return tell(`${file}:${line} › ${title}`, errors.join('\n'))
      }),
  )
  return [...own, ...suites.flatMap(failedInSuite)]
}

function tell(name, reason = '') {
  const lines = stripVTControlCharacters(reason).split('\n').slice(0, MOST_LINES)
  return [`✗ ${name}`, ...lines.map((line) => `    ${line}`)].join('\n')
}
