/** Unified social credit code 统一社会信用代码 (B-49): 18 signs, the last one a check digit over the others, modulo 31. */
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const SHAPE = /(?<![0-9A-Z])[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Z])/g

export interface UsccCheck {
  normalised: string | null
  /** `digit`: well-formed, but the check digit fails. It warns; it does not refuse. */
  why: 'ok' | 'shape' | 'digit'
}

export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * SIGNS.indexOf(first17.charAt(i)), 0)
  return SIGNS.charAt((31 - (sum % 31)) % 31)
}

export function checkUscc(text: string): UsccCheck {
  const code = text.replaceAll(/[\s-]/g, '').toUpperCase()
  const shaped = code.match(SHAPE)
  if (shaped?.[0] !== code) return { normalised: null, why: 'shape' }
  return { normalised: code, why: checkDigit(code) === code.charAt(17) ? 'ok' : 'digit' }
}

/** The first valid code inside any text: a licence's link, a sentence, the bare code. */
export function findUscc(text: string): string | null {
  const found = text.toUpperCase().match(SHAPE) ?? []
  return found.find((code) => checkDigit(code) === code.charAt(17)) ?? null
}
