import {
  acceptChallenge,
  asParty,
  bikeDeal,
  call,
  completedChallenge,
  confirmChallenge,
  createChallenge,
  fundedAccount,
  inviteOf,
  lockedChallenge,
  newAccount,
  type Party,
  readChallenge,
  sentChallenge,
  untilStatus,
} from '../../e2e/parties'
import { attestedRights, judgedTask, registeredAgent } from './judged'

/** Where the pictures are taken: what the named pages need to know. */
export type Scene = { me: Party; myTurn: string; invite: string; receipt: string; task: string; agent: string }

/** Two people's desk after a busy week, made over the API. The titles are always the same, so that pictures compare. */
export async function makeScene(): Promise<Scene> {
  const [me, buyer, poor] = await Promise.all([
    asParty(fundedAccount(5)),
    asParty(fundedAccount(6)),
    asParty(await newAccount()),
  ])
  await name(me, 'Ada Lindqvist')
  await name(buyer, 'Bram de Wit')

  const lens = deal('Camera lens, 50 mm', 'A 50 mm lens with both caps, no scratches on the glass.', '0.2')
  const { receipt_id: receipt } = await completedChallenge(me, buyer, lens)
  await createChallenge(me, deal('Deposit for the flat in March', 'To be written with Noor on Thursday.', '1.5'))
  const letters = deal('Letterhead, three drafts', 'Three drafts by Friday, one round of changes.', '0.15')
  const sent = await sentChallenge(me, letters)
  await sentChallenge(buyer, {
    ...deal('Translation of a lease, 12 pages', 'Dutch to English, sworn, delivered as a signed file.', '0.3'),
    counterparty: me.address,
  })
  const piano = deal('Upright piano, tuned', 'Collected by the buyer from the second floor.', '4')
  const { id: short } = await sentChallenge(me, { ...piano, counterparty: poor.address })
  await refuseFor(poor, short, me)

  const { id: myTurn } = await lockedChallenge(me, buyer)
  await confirmChallenge(buyer, myTurn)
  await untilAnchored(receipt, me)
  await keepHook(me)
  const agent = await registeredAgent(buyer)
  const task = await judgedTask(me, buyer)
  await attestedRights(me)
  return { me, myTurn, invite: inviteOf(sent), receipt, task, agent }
}

/** So that the list of webhooks is not empty. */
async function keepHook(party: Party): Promise<void> {
  const body = { url: 'https://hooks.example.com/countersign', description: 'Orders', event_types: ['challenge.*'] }
  await call('POST', 'webhooks', { party, body })
}

const deal = (title: string, description: string, ether: string) => bikeDeal({ ether, title, description })

const name = (party: Party, name: string) => call('PATCH', 'me', { party, body: { name } })

/** Accepts without the money: the desk calls it off. */
async function refuseFor(poor: Party, id: string, creator: Party): Promise<void> {
  await acceptChallenge(poor, await readChallenge(poor, id))
  await untilStatus(creator, id, 'CANCELLED')
}

async function untilAnchored(receipt: string, party: Party): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 500))) {
    const { anchor } = await call<{ anchor: { state: string } }>('GET', `receipts/${receipt}`, { party })
    if (anchor.state === 'FINAL') return
  }
  throw new Error(`Receipt ${receipt} was not anchored in time`)
}
