import { TEMPLATES } from './templates'

/** The examples, by what they are about: the options of a select. */
export function TemplateOptions() {
  return Object.entries(TEMPLATES).map(([category, templates]) => (
    <optgroup key={category} label={category}>
      {templates.map(({ name, type }) => (
        <option key={type} value={type}>
          {name}
        </option>
      ))}
    </optgroup>
  ))
}
