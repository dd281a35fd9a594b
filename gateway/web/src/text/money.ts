// Fen, which JSON carries as text, and yuan as people read and type them; never through a float.
export function yuan(fen: string): string {
  const negative = fen.startsWith('-')
  const digits = (negative ? fen.slice(1) : fen).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${negative ? '-' : ''}${whole}.${digits.slice(-2)}`
}

// '1,234.5' as '123450'; null for what is no amount above zero with at most two decimals.
export function toFen(typed: string): string | null {
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(typed.trim().replace(/[,，]/g, ''))
  if (match === null) return null
  const fen = `${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`.replace(/^0+/, '')
  return fen === '' ? null : fen
}
