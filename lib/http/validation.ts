import type { z } from 'zod'
import { AppError, ERRORS, type ErrorCode, type FieldError } from '@/lib/errors'

type Issue = z.core.$ZodIssue

/**
 * Zod's issues as one AppError. A refinement may name a product code in `params.code`; the first such code gives the
 * error its code, status and sentence. Otherwise E9004. `fields` lists every issue.
 */
export function validationError(issues: readonly Issue[]): AppError {
  const plain = issues.map(withoutUnion)
  const fields = plain.flatMap(toFields)
  const coded = plain.find((issue) => codeOf(issue) !== undefined)
  if (coded) return new AppError(codeOf(coded) as ErrorCode, coded.message, { fields })

  const first = fields[0]
  const where = first?.path ? ` (${first.path}: ${first.message})` : ''
  return new AppError('E9004', `The request does not have the expected shape${where}.`, { fields })
}

/** Of a value that fits none of several shapes: the issue with a product code, if one of the shapes had one to give. */
function withoutUnion(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue

  const inner = issue.errors
    .flat()
    .map(withoutUnion)
    .find((each) => codeOf(each) !== undefined)
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue
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
