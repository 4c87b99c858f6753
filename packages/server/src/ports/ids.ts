/** Identity: `create("c")` answers the prefix and 16 hex digits from a secure source. */
export interface Ids {
  create(prefix: string): string;
}
