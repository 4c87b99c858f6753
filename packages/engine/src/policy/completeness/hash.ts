/** Buckets that the hashed features of the model share. */
export const buckets = 4096;

/**
 * TC6 The bucket of a feature: FNV-1a of 32 bits over the UTF-16 units of `text` (offset basis 2166136261, prime 16777619),
 * the upper half folded into the lower, modulo `buckets`. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function bucketOf(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return ((hash >>> 16) ^ hash) & (buckets - 1);
}
