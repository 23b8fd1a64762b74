/** `FPT · FPT Corporation` */
export function labelOf(symbol: string, name: string | undefined): string {
  return name === undefined ? symbol : `${symbol} · ${name}`;
}
