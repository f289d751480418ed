import { en, zh } from 'virtual:law-words'
import type { Facts } from './facts'
import { sentence } from './sentences'

/** The sentence of a verdict in both languages; days of this year are written without it. */
export const both = (code: string, facts: Facts, this_year: string): { zh: string; en: string } => ({ zh: sentence(zh, code, facts, this_year), en: sentence(en, code, facts, this_year) })
