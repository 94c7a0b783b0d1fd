import type { z } from 'zod'
import { AppError, ERRORS, type ErrorCode, type FieldError } from '@/lib/errors'

type Issue = z.core.$ZodIssue

/**
 * Zod's issues as one AppError. A refinement may name a product code in `params.code`; the first such code gives the
 * error its code, status and sentence. Otherwise E9004. `fields` lists every issue.
 */
export function validationError(issues: readonly Issue[]): AppError {
  const plain = issues.flatMap(withoutUnion)
  const fields = plain.flatMap(toFields)
  const coded = plain.find((issue) => codeOf(issue) !== undefined)
  if (coded) return new AppError(codeOf(coded) as ErrorCode, coded.message, { fields })

  const first = fields[0]
  const where = first?.path ? ` (${first.path}: ${first.message})` : ''
  return new AppError('E9004', `The request does not have the expected shape${where}.`, { fields })
}

/**
 * Of a value that fits none of several shapes: what is wrong inside it with the shape that fits best. Where it is of no such
 * kind at all, the issue with a product code, if one of the shapes had one to give.
 */
function withoutUnion(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]

  const shapes = issue.errors.map((errors) => errors.flatMap(withoutUnion))
  const best = shapes.filter(isInside).toSorted((a, b) => weigh(a) - weigh(b))[0]
  const coded = shapes.flat().find((each) => codeOf(each) !== undefined)
  const inner = best ?? (coded && [coded])
  return inner?.map((each) => ({ ...each, path: [...issue.path, ...each.path] })) ?? [issue]
}

/** Pure: whether the value was of that shape's kind, and only what is in it is wrong. */
function isInside(issues: readonly Issue[]): boolean {
  return issues.length > 0 && issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys')
}

/** Pure: how far a value is from a shape: each unknown key counts for itself. */
function weigh(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
}

/** The issues of a form or body as `{ path, message }`, one per unknown key. */
function toFields(issue: Issue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: 'This field is not known here.' }))
  }
  return [{ path: pathText(issue.path), message: issue.message }]
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}

function codeOf(issue: Issue): ErrorCode | undefined {
  const code = issue.code === 'custom' ? issue.params?.code : undefined
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined
}
