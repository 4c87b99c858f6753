/** How the doctor touches the network: every time and every piece is kept. Nothing here throws but an abort. */
export interface Wire {
  /** Every address of a name. */
  lookUp(host: string, limitMs: number): Promise<LookedUp>;
  /** Opens a connection and closes it again. */
  knock(door: Door, limitMs: number): Promise<Knocked>;
  /** Opens a connection and shakes hands; nothing is sent over it, so that a wrong certificate may be looked at. */
  shakeHands(door: Door, limitMs: number): Promise<Handshake>;
  /** Sends one request over a pool of connections that are kept open. */
  send(request: WireRequest): Promise<Exchange>;
  close(): void;
}

export interface Door {
  readonly host: string;
  /** The one that the policy allows. */
  readonly address: string;
  readonly port: number;
}

export type LookedUp =
  | { readonly ok: true; readonly addresses: readonly string[]; readonly ms: number }
  | { readonly ok: false; readonly code: string; readonly ms: number };

export type Knocked =
  | { readonly ok: true; readonly ms: number }
  /** The code of the system, or `timeout`. */
  | { readonly ok: false; readonly code: string; readonly ms: number };

export type Handshake =
  | {
      readonly ok: true;
      readonly ms: number;
      /** `TLSv1.3`. */
      readonly version: string;
      readonly http2: boolean;
      /** OpenSSL's code for what is wrong with the certificate; absent where nothing is. */
      readonly problem?: string;
      readonly certificate: Certificate;
    }
  | { readonly ok: false; readonly code: string; readonly ms: number };

export interface Certificate {
  /** The names that it is for, as it spells them. */
  readonly names: string;
  readonly issuer: string;
  readonly validTo: string;
}

export interface WireRequest {
  readonly method: "GET" | "POST";
  /** `https://host:port`. */
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The address to connect to, so that what was checked is what is called. */
  readonly address: string;
  readonly limits: WireLimits;
  /** Called with every piece of the body, unpacked. */
  readonly onPiece: (piece: WirePiece) => "useful" | "idle" | "stop";
  readonly signal: AbortSignal;
}

export interface WireLimits {
  /** From the request to the first useful piece. */
  readonly firstMs: number;
  /** From one useful piece to the next. */
  readonly betweenMs: number;
  readonly totalMs: number;
}

export interface WirePiece {
  readonly text: string;
  /** Since the request was made. */
  readonly atMs: number;
}

export interface Exchange {
  /** Whether an open connection was used again. */
  readonly reused: boolean;
  /** Absent where no answer began. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly headMs?: number;
  readonly end: ExchangeEnd;
  readonly endMs: number;
}

export type ExchangeEnd =
  | { readonly type: "ended" }
  /** `onPiece` had enough. */
  | { readonly type: "stopped" }
  /** A limit was reached: nothing useful had come, nothing more came, or it was too long altogether. */
  | { readonly type: "late"; readonly limit: "first" | "between" | "total"; readonly ms: number }
  | { readonly type: "broken"; readonly code: string };
