import { expect, it } from 'vitest'
import { z } from 'zod'
import { Address } from './schemas'
import { validationError } from './validation'

const failing = (schema: z.ZodType, value: unknown) => validationError(schema.safeParse(value).error?.issues ?? [])

it('lists every issue with its path', () => {
  const Form = z.strictObject({ name: z.string(), tags: z.array(z.object({ size: z.int() })) })
  const error = failing(Form, { tags: [{ size: 1 }, { size: 'x' }], extra: 1, more: 2 })

  expect(error).toMatchObject({ code: 'E9004', status: 400 })
  expect(error.fields?.map((field) => field.path)).toEqual(['name', 'tags.1.size', 'extra', 'more'])
})

it('takes code, status and sentence from the first refinement that names one', () => {
  const Form = z
    .object({ age: z.int() })
    .refine(() => false, { message: 'Ask for something.', params: { code: 'E3022' } })
    .refine(() => false, { message: 'No.', params: { code: 'E3010' } })

  expect(failing(Form, { age: 1 })).toMatchObject({ code: 'E3022', status: 400, message: 'Ask for something.' })
  expect(
    failing(
      z.string().refine(() => false, { message: 'No.', params: { code: 'E3010' } }),
      'x',
    ).status,
  ).toBe(404)
})

it('does not believe codes that are none', () => {
  expect(
    failing(
      z.string().refine(() => false, { params: { code: 'toString' } }),
      'x',
    ).code,
  ).toBe('E9004')
})

it('looks into the shapes of a union', () => {
  const Form = z.object({ party: z.union([z.literal('anyone'), Address]) })
  const error = failing(Form, { party: '0x12' })

  expect(error.code).toBe('E1001')
  expect(error.fields).toEqual([{ path: 'party', message: error.message }])
})

it('tells what is wrong with the shape of a union that fits best', () => {
  const Signed = z.strictObject({ chain: z.int(), message: z.string(), signature: z.string() })
  const Unsigned = z.strictObject({ chain: z.int(), data: z.union([z.int(), z.string()], { error: 'Give data.' }) })
  const Form = z.object({ made: z.array(z.union([Signed, Unsigned])) })
  const paths = (made: unknown) => failing(Form, { made: [made] }).fields?.map(({ path }) => path)

  expect(paths({ chain: 1, data: 'x', more: 1, less: 1 })).toEqual(['made.0.more', 'made.0.less'])
  expect(paths({ chain: 1, message: 'm', signature: 's', more: 1, less: 1 })).toEqual(['made.0.more', 'made.0.less'])
  expect(paths({ chain: 'one', signature: 's' })).toEqual(['made.0.chain', 'made.0.message'])
  expect(failing(Form, { made: [{ chain: 1, data: null }] }).fields).toEqual([
    { path: 'made.0.data', message: 'Give data.' },
  ])
  expect(paths(7)).toEqual(['made.0'])
})
