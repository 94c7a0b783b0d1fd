import pg from 'pg'

/**
 * Loaded before a server (`--import`), it keeps the text of every statement sent to Postgres and tells them, as
 * `{ type: 'statements' }`, when asked to.
 */
const sent = []
const { query } = pg.Client.prototype

pg.Client.prototype.query = function record(config, ...rest) {
  sent.push(typeof config === 'string' ? config : config.text)
  return query.call(this, config, ...rest)
}

process.on('message', (message) => {
  if (message?.type === 'statements') process.send({ type: 'statements', sent: sent.splice(0) })
})
