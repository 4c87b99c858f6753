/** The revision of the wire that this package speaks. It rises when an older peer would misunderstand a frame. */
export const PROTOCOL_VERSION = 1;
