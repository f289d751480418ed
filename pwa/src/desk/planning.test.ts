import { describe, expect, it } from 'vitest'
import { decides } from './planning'
import type { Role } from './types'

const ROLES: Role[] = ['officer', 'reviewer', 'department', 'head', 'bureau', 'admin', 'maintenance', 'supervisor']
const whoDecides = (decider: 'subject_head' | 'bureau' | null) => ROLES.filter((role) => decides(role, { decider }))

describe('who is shown the buttons of a decision', () => {
  it('is the head alone where the organ decides', () => expect(whoDecides('subject_head')).toEqual(['head']))
  it('is the bureau alone where the rules ask the bureau', () => expect(whoDecides('bureau')).toEqual(['bureau']))
  it('is nobody where the plan waits for nobody', () => expect(whoDecides(null)).toEqual([]))
})
