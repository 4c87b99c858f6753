/** Encryption at rest, for the keys of other people's servers. */
export interface SecretBox {
  /** Never the same text twice, even for the same secret. */
  seal(plain: string): string;
  /** Throws when the text was sealed with another key, or changed since. */
  open(sealed: string): string;
}
