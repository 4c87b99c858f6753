/** How large anything on the wire may be. Past a bound a frame is refused with a message that names the field. */

/** Bytes of UTF-8 in one text frame, and in the body of `POST /v2/interactions`. */
export const MAX_FRAME_BYTES = 256 * 1024;

/** Characters (UTF-16 units) of what one user turn may say: transcripts, `respond`, `turn_end`. */
export const MAX_TRANSCRIPT_CHARS = 32_000;

/** Characters of words to be spoken exactly (`echo`). */
export const MAX_SPEECH_CHARS = 32_000;

/** Characters of a context: roughly the 32,000 tokens that a hosted model can hold. */
export const MAX_CONTEXT_CHARS = 128_000;

/** Characters of one perception observation. */
export const MAX_OBSERVATION_CHARS = 8_000;

/** Characters of base64 in one image or audio chunk: what fits into a frame beside its envelope. */
export const MAX_MEDIA_CHARS = 250_000;

/** Timed words in one transcript. */
export const MAX_WORDS = 8_000;

/** Characters of one timed word. */
export const MAX_WORD_CHARS = 256;

/** Characters of an id, a name or a short label. */
export const MAX_ID_CHARS = 256;

/** Levels of nesting in a JSON value that is kept as it is, such as a tool's output. */
export const MAX_JSON_DEPTH = 64;

/** Characters of a tool's result; of a longer one the middle is left out, visibly. */
export const MAX_TOOL_RESULT_CHARS = 64_000;

/** Characters of a meeting token. */
export const MAX_TOKEN_CHARS = 4_096;
