import { withoutControls } from './without-controls.mjs'

/** How a deal stands and what can be done about it, for a person. */
export function printDeal(facts, steps) {
  const width = Math.max(...facts.map(([name]) => name.length))
  const lines = [
    ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    'What can be done now:',
    ...steps.filter(({ why }) => !why).map(({ name, title, does }) => `  ${name.padEnd(8)}  ${title}. ${does}`),
    '',
    'What cannot be done now:',
    ...steps.filter(({ why }) => why).map(({ name, title, why }) => `  ${name.padEnd(8)}  ${title}. ${why}`),
    '',
    '  sign      Sign how it ends, to hand to the other party: --outcome FULFILLED, or --outcome SPLIT --to-creator AMOUNT',
  ]
  console.log(lines.map(withoutControls).join('\n'))
}

/** What is about to be signed, field by field: on the standard error, so that the signed file can be piped on. */
export function printQuestion({ primaryType, domain, message }, digest) {
  const fields = [
    ['type', primaryType],
    ['chain', domain.chainId],
    ['contract', domain.verifyingContract],
    ...Object.entries(message),
    ['digest', digest],
  ]
  const width = Math.max(...fields.map(([name]) => name.length))
  const lines = fields.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
  console.error(['You sign:', ...lines, ''].map(withoutControls).join('\n'))
}
