/** A text in lower case without accents: `Ngân hàng` as `ngan hang`, `Đầu tư` as `dau tu`. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
}
