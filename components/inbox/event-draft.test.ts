import { expect, it } from 'vitest'
import { toBody, toDraft } from './event-draft'
import { ALL_TEMPLATES } from './templates'

it('a template is sent as it is, its subject in the metadata', () => {
  for (const template of ALL_TEMPLATES) {
    expect(toBody(toDraft(template))).toEqual({
      body: {
        type: template.type,
        payload: template.payload,
        metadata: { ...template.metadata, subject: template.subject },
      },
    })
  }
})

it('what is left empty is not sent', () => {
  expect(toBody({ type: ' ', subject: '', payload: '{}', metadata: '' })).toEqual({ body: { payload: {} } })
})

it('every wrong field is named at once', () => {
  const read = toBody({ type: 'a', subject: '', payload: '{', metadata: '[]' })
  expect('errors' in read && Object.keys(read.errors)).toEqual(['payload', 'metadata'])
})
