import { v7, validate } from 'uuid'

/** A new uuidv7: sortable by time, known before its row is inserted. */
export function newId(): string {
  return v7()
}

/** Whether `value` is a UUID in its text form. */
export function isId(value: string): boolean {
  return validate(value)
}
