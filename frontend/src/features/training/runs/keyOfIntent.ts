/**
 * The idempotency key of a request: the same for the same request, so that asking again after a lost answer
 * starts no second run; another for another, which the API would refuse under the old key.
 */
export function keyOfIntent(keys: Map<string, string>, request: object): string {
  const content = JSON.stringify(request);
  const known = keys.get(content);
  if (known !== undefined) return known;
  const key = randomKey();
  keys.set(content, key);
  return key;
}

// crypto.randomUUID is there in secure contexts alone; a platform in a local network may have none.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
