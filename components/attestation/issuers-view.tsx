'use client'

import { usePlace } from '@/components/inbox/place'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { IssuerRow } from './issuer-row'
import { NewIssuer } from './new-issuer'
import { useIssuers } from './queries'
import { maySignAnew } from './say-issuer'
import type { IssuerView } from './views'

/** Who attests for the organization on which network, and naming another. */
export function IssuersView({ drawn }: { drawn: { data: IssuerView[] } }) {
  const { role } = usePlace()
  const { data } = useIssuers(drawn)
  if (!data) return <Waiting says="Reading issuers" />
  const issuers = data.data
  const mayName = role === 'owner' || role === 'admin'
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      {issuers.length === 0 ? (
        <Empty title="Nobody attests for you yet">
          <p>
            On each network one address is the attester of all your organization issues there: a wallet of yours, a key
            the desk keeps for you, or one of your own programs’.
          </p>
        </Empty>
      ) : (
        <section aria-labelledby="issuers">
          <h2 id="issuers" className="mb-3 text-[1.5rem]">
            Who attests
          </h2>
          <ul className="border-line border-b">
            {issuers.map((issuer) => (
              <IssuerRow
                key={issuer.id}
                issuer={issuer}
                mayEnd={mayName && issuer.status === 'ACTIVE'}
                maySign={mayName && maySignAnew(issuer, issuers)}
              />
            ))}
          </ul>
        </section>
      )}
      {mayName ? (
        <NewIssuer issuers={issuers} />
      ) : (
        <p className="text-soft">Only owners and admins name issuers. You are {role} here.</p>
      )}
    </div>
  )
}
