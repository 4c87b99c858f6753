/** The user's terminal, where both standard input and standard output are one. */
export interface Terminal {
  /** Cells in a row, now. */
  readonly columns: number;
  /** Hands over every key as it is pressed, and shows none by itself, until the answer is called. */
  takeKeys(): () => void;
  /** Runs `run` whenever the size has changed, until the answer is called. */
  watchSize(run: () => void): () => void;
}
