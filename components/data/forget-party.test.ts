import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { forgetParty } from './forget-party'
import { keys } from './query-keys'

it('reads the lists anew, keeps an open challenge as it was last seen, and forgets what is not on the page', async () => {
  const client = new QueryClient()
  const asked: string[] = []
  const look = (queryKey: readonly unknown[], initialData: string) =>
    new QueryObserver(client, {
      queryKey,
      initialData,
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: async () => {
        asked.push(String(queryKey[0]))
        return 'anew'
      },
    }).subscribe(() => undefined)
  const text = ['text-to-sign', 'c1', '0xa', 'send']
  const ends = [look(keys.challenge('c1'), 'draft'), look(text, 'text'), look(keys.waiting, 'of the one before')]
  client.setQueryData(keys.challenge('c1'), 'sent')
  client.setQueryData(keys.challenge('c2'), 'seen earlier')

  forgetParty(client)
  await expect.poll(() => client.getQueryData(keys.waiting)).toBe('anew')
  expect(asked).toEqual(['waiting'])
  expect(client.getQueryData(keys.challenge('c1'))).toBe('sent')
  expect(client.getQueryData(text)).toBe('text')
  expect(client.getQueryData(keys.challenge('c2'))).toBeUndefined()
  for (const end of ends) end()
  client.clear()
})
