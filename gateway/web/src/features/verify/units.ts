// Hundredths of a share, which JSON carries as text: '1250' is 12.50 shares, exactly.
export function shares(units: string): string {
  const digits = units.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
