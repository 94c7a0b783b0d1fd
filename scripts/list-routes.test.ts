import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findRouteFolders, pathOf, renderTable } from './list-routes.mjs'

describe('the route table', () => {
  it('is the one the route files give (else run node scripts/list-routes.mjs)', () => {
    expect(readFileSync('app/api/routes.ts', 'utf8')).toBe(renderTable(findRouteFolders()))
  })

  it('leaves out what Next answers itself', () => {
    const folders = findRouteFolders()
    expect(folders).toContain('health')
    expect(folders.filter((folder: string) => /auth|\.\.\./.test(folder))).toEqual([])
  })

  it('names paths as the API does', () => {
    expect(pathOf('v1/challenges/[id]/accept')).toBe('/api/v1/challenges/:id/accept')
    expect(pathOf('v1/(internal)/me')).toBe('/api/v1/me')
    expect(pathOf('v1/openapi.json')).toBe('/api/v1/openapi.json')
  })
})
