/** Resident identity numbers (GB 11643) in a text: masked before anybody signs it, as the server would mask them (B-102). */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'
const PROVINCES = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '))
const SHAPE = /(?<![0-9A-Za-z])(\d{6})[ -]?(\d{8})[ -]?(\d{3}[\dXx])(?![0-9A-Za-z])/g

function isOne(number: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, n) => total + Number(number[n]) * weight, 0)
  return PROVINCES.has(number.slice(0, 2)) && CHECKS[sum % 11] === number[17]
}

/**
 * The text with the day of birth and what follows written as asterisks. It masks no less than the server does: a number with
 * an impossible day of birth is masked here and would be kept there.
 */
export function masked(text: string): string {
  const plain = text.normalize('NFKC')
  const hidden = plain.replace(SHAPE, (whole, place: string, born: string, rest: string) => (isOne((place + born + rest).toUpperCase()) ? `${place}************` : whole))
  return hidden === plain ? text : hidden
}
