import { decimal } from "./numbers";

/** `320 kB` */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${decimal(bytes / 1e6, 1)} MB`;
}
