/**
 * The idempotency key of a request: the same for the same request, so that a repetition after a lost answer
 * starts no second run. Another request needs another key: the API refuses it under the old key.
 */
export function idempotencyKey(keys: Map<string, string>, request: object): string {
  const content = JSON.stringify(request);
  const known = keys.get(content);
  if (known !== undefined) return known;
  const key = randomKey();
  keys.set(content, key);
  return key;
}

// crypto.randomUUID exists in secure contexts only, which a platform in a local network may lack.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
