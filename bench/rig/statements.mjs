/** What the desk does now and then and not on each call: counting calls by the thousand, flags every two seconds, news a hundred times a second at most. */
const AMORTISED = /rate_buckets|feature_flags|^NOTIFY|SET TIME ZONE/

/**
 * Whether both servers say the same to Postgres for one and the same kind of call. A baseline that does less, or
 * something else, compares nothing.
 *
 * @param {{ desk: import('./servers.mjs').Server, bare: import('./servers.mjs').Server }} servers started with `recording`
 * @param {import('./http-figure.mjs').Call[]} calls at least four
 */
export async function requireSameStatements({ desk, bare }, calls) {
  const [ours, theirs] = [await statementsOf(desk, calls.slice(0, 2)), await statementsOf(bare, calls.slice(2, 4))]
  if (ours.length > 0 && ours.join('\n') === theirs.join('\n')) return
  throw new Error(
    `The baseline does other work than the desk.\n\nThe desk:\n${ours.join('\n')}\n\nThe baseline:\n${theirs.join('\n')}`,
  )
}

/** Of the second call: the first one opens connections and fills what is kept for a while. */
async function statementsOf(server, [first, second]) {
  await send(server, first)
  await take(server)
  await send(server, second)
  return (await take(server)).filter((text) => !AMORTISED.test(text))
}

async function send({ name, url }, { path, headers, body }) {
  const response = await fetch(url + path, { method: 'POST', headers, body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${name} answered ${response.status} to ${path}: ${text}`)
}

function take({ child }) {
  return new Promise((resolve) => {
    child.process.once('message', ({ sent }) => resolve(sent.map(oneLine)))
    child.process.send({ type: 'statements' })
  })
}

const oneLine = (text) => text.replace(/\s+/g, ' ').trim()
