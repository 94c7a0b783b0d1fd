/** An event to begin with: as a program of that trade would publish it. */
export type Template = { name: string; type: string; subject: string; payload: object; metadata?: object }

/** Real examples, by what they are about. */
export const TEMPLATES: Record<string, Template[]> = {
  Users: [
    {
      name: 'A user signed up',
      type: 'user.created',
      subject: 'user-8421',
      payload: { user_id: 'user-8421', email: 'ada@example.com', plan: 'trial', referred_by: null },
      metadata: { source_ip_country: 'PT' },
    },
    {
      name: 'A user changed their plan',
      type: 'user.plan_changed',
      subject: 'user-8421',
      payload: { user_id: 'user-8421', from: 'trial', to: 'team', seats: 12 },
    },
    {
      name: 'A user left',
      type: 'user.deleted',
      subject: 'user-8421',
      payload: { user_id: 'user-8421', reason: 'asked to be forgotten', erase_by: '2026-12-31T00:00:00Z' },
    },
  ],
  Orders: [
    {
      name: 'An order was placed',
      type: 'order.placed',
      subject: 'order-1042',
      payload: {
        order_id: 'order-1042',
        items: [
          { sku: 'BIKE-54-BLUE', quantity: 1, price: '400.00' },
          { sku: 'LIGHT-USB', quantity: 2, price: '18.50' },
        ],
        total: '437.00',
        currency: 'EUR',
      },
      metadata: { order_id: 'order-1042', shop: 'lisbon' },
    },
    {
      name: 'An order was shipped',
      type: 'order.shipped',
      subject: 'order-1042',
      payload: { order_id: 'order-1042', carrier: 'CTT', tracking: 'RR123456785PT', parcels: 2 },
      metadata: { order_id: 'order-1042', shop: 'lisbon' },
    },
    {
      name: 'An order came back',
      type: 'order.returned',
      subject: 'order-1042',
      payload: { order_id: 'order-1042', sku: 'LIGHT-USB', quantity: 1, because: 'did not fit' },
      metadata: { order_id: 'order-1042', shop: 'lisbon' },
    },
  ],
  Payments: [
    {
      name: 'A payment arrived',
      type: 'payment.received',
      subject: 'invoice-77',
      payload: {
        invoice: 'invoice-77',
        network: 'eip155:8453',
        asset: 'USDC',
        amount: '437000000',
        decimals: 6,
        tx_hash: '0x4c3b2a19080706f5e4d3c2b1a0998877665544332211ffee2f1d6c0b9a8e7f5d',
      },
      metadata: { order_id: 'order-1042' },
    },
    {
      name: 'A payment failed',
      type: 'payment.failed',
      subject: 'invoice-77',
      payload: { invoice: 'invoice-77', code: 'insufficient_funds', tries: 2 },
      metadata: { order_id: 'order-1042' },
    },
    {
      name: 'A refund was paid',
      type: 'payment.refunded',
      subject: 'invoice-77',
      payload: { invoice: 'invoice-77', amount: '18500000', asset: 'USDC', decimals: 6 },
      metadata: { order_id: 'order-1042' },
    },
  ],
  Challenges: [
    {
      name: 'A deal is ready to be put',
      type: 'deal.prepared',
      subject: 'order-1042',
      payload: {
        external_id: 'order-1042',
        mode: 'GATEKEEPER',
        title: 'Bike for 0.4 ETH',
        counterparty: 'did:pkh:eip155:8453:0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
        ask: { asset: 'ETH', at_least_wei: '400000000000000000' },
      },
    },
    {
      name: 'The goods were handed over',
      type: 'deal.handed_over',
      subject: 'order-1042',
      payload: {
        external_id: 'order-1042',
        at: '2026-12-04T09:30:00Z',
        photo_sha256: '1f3a5b7c9d0e2f4a6b8c0d1e3f5a7b9c1d2e4f6a8b0c2d3e5f7a9b1c3d4e90c2',
      },
    },
  ],
  Tasks: [
    {
      name: 'A task was assigned',
      type: 'task.assigned',
      subject: 'task-311',
      payload: {
        task_id: 'task-311',
        title: 'Check the photos of order 1042',
        to: 'inspector-2',
        due: '2026-12-05T12:00:00Z',
      },
    },
    {
      name: 'A task was finished',
      type: 'task.finished',
      subject: 'task-311',
      payload: { task_id: 'task-311', result: 'pass', minutes: 14 },
    },
  ],
  Files: [
    {
      name: 'A file was uploaded',
      type: 'file.uploaded',
      subject: 'file-9d0e',
      payload: {
        name: 'photo.jpg',
        bytes: 48_122,
        media_type: 'image/jpeg',
        sha256: '1f3a5b7c9d0e2f4a6b8c0d1e3f5a7b9c1d2e4f6a8b0c2d3e5f7a9b1c3d4e90c2',
      },
    },
    {
      name: 'A file was refused',
      type: 'file.refused',
      subject: 'file-9d0e',
      payload: { name: 'invoice.exe', bytes: 912_384, because: 'not a document' },
    },
  ],
  Subscriptions: [
    {
      name: 'A subscription was renewed',
      type: 'subscription.renewed',
      subject: 'subscription-55',
      payload: { subscription_id: 'subscription-55', period: '2026-12', amount: '1200', currency: 'EUR' },
    },
    {
      name: 'A subscription ran out',
      type: 'subscription.ended',
      subject: 'subscription-55',
      payload: { subscription_id: 'subscription-55', last_day: '2026-12-31', notice_sent: true },
    },
  ],
  Forms: [
    {
      name: 'A form was sent in',
      type: 'form.submitted',
      subject: 'form-contact',
      payload: { form: 'contact', fields: { name: 'Ada', message: 'Do you have it in <b>green</b>?' } },
    },
  ],
}

export const ALL_TEMPLATES: Template[] = Object.values(TEMPLATES).flat()
