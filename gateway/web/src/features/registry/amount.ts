// Thousandths of a measure, which JSON carries as text: '12500' is 12.5, exactly.
export function amount(thousandths: string): string {
  const digits = thousandths.padStart(4, '0')
  const rest = digits.slice(-3).replace(/0+$/, '')
  return rest === '' ? digits.slice(0, -3) : `${digits.slice(0, -3)}.${rest}`
}
