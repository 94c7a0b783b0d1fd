import { readForgeReport } from '../contracts/forge-report.mjs'
import { readJson } from '../start/files.mjs'

/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/** One check without tests of its own, such as a lint, counts as one. @returns {Counts} */
export function countCheck(ended) {
  return ended ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * A file that could not be loaded has no tests to fail, so it counts itself.
 *
 * @param {string} file the JSON of vitest's reporter
 * @returns {Counts}
 */
export function countVitest(file) {
  const report = readJson(file)
  if (!report) return { passed: 0, failed: 0 }

  const broken = report.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
  })
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}

/**
 * A test that passes only when tried again has failed.
 *
 * @param {string} file the JSON of Playwright's reporter
 * @returns {Counts}
 */
export function countPlaywright(file) {
  const report = readJson(file)
  if (!report) return { passed: 0, failed: 0 }
  return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky }
}

/** @param {string} file what forge wrote @returns {Counts} */
export function countForge(file) {
  const tests = readForgeReport(file)
  const passed = tests.filter((test) => test.passed).length
  return { passed, failed: tests.length - passed }
}

/**
 * A stage that ended badly has failed at least once, whatever its report says; one without a single test proved nothing.
 *
 * @param {Counts} counts
 * @param {boolean} endedWell
 * @returns {Counts}
 */
export function judge({ passed, failed }, endedWell) {
  if (failed === 0 && (!endedWell || passed === 0)) return { passed, failed: 1 }
  return { passed, failed }
}
