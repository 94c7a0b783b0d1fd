import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { globalConfig } from 'zod/v4/core'
import { verifyInPage } from './verify-in-page'

const sample = readFileSync('public/sample-bundle.json')
const encode = (text: string) => new TextEncoder().encode(text)

it('verifies as the library does', async () => {
  expect(await verifyInPage(new Uint8Array(sample))).toMatchObject({ exit: 0, outcome: 'FULFILLED' })
})

it('compiles no code, which the page’s policy would refuse', () => {
  expect(globalConfig.jitless).toBe(true)
})

it('shows nothing that turns the line around', async () => {
  const bundle = JSON.parse(sample.toString('utf8'))
  const forged = JSON.stringify({ ...bundle, receipt: { ...bundle.receipt, 'x\u202edlof': 1 } })
  const report = await verifyInPage(encode(forged))

  expect(report.exit).toBe(1)
  expect(JSON.stringify(report)).toContain('x\ufffddlof')
  expect(JSON.stringify(report)).not.toMatch(/\u202e|\\u202e/)
})
