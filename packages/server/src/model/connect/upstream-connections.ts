import type { Dispatcher, Pool } from "undici";
import type { Clock } from "../../ports/clock.ts";
import type { AddressPolicy } from "../address-policy.ts";
import { createGuardedConnect } from "../guarded-connect.ts";
import type { Resolve } from "../guarded-connect.ts";
import { isHttp2, SpareConnections } from "./spare-connections.ts";
import type { Connect, ConnectCallback, Target } from "./spare-connections.ts";
import { loadUndici } from "./undici.ts";

export interface UpstreamConnectionsOptions {
  readonly clock: Clock;
  readonly policy: AddressPolicy;
  /** Sockets to one origin; more requests wait. */
  readonly most: number;
  readonly resolve?: Resolve;
  /** Trusted in place of the system's authorities, as PEM. */
  readonly authorities?: string;
  /** Offered where TLS is spoken. Off, because an abort may then never return: docs/decisions/0005-http2-is-off.md. */
  readonly http2?: boolean;
  /** Spares to one origin; 0 is for measuring what they are good for. */
  readonly spares?: number;
}

/** No connection takes longer, whatever an upstream's own limit is. */
const longestConnectMs = 30_000;
/** How long an idle connection is kept, where its server names no time of its own: a pause between two turns. */
const keepAliveMs = 30_000;

/**
 * The connections to all upstreams: pools that reuse them, and spares that are ready when a pool needs another.
 *
 * On HTTP/1.1 a generation owns its connection, and aborting it closes that. On HTTP/2 generations share one, and
 * aborting resets a stream of it.
 */
export class UpstreamConnections implements AsyncDisposable {
  readonly #options: UpstreamConnectionsOptions;
  readonly #spares: SpareConnections;
  /** By origin. */
  readonly #pools = new Map<string, Pool>();
  readonly #retired = new Set<Pool>();
  /** Origins that chose HTTP/2 when they were last connected to. */
  readonly #http2 = new Set<string>();

  constructor(options: UpstreamConnectionsOptions) {
    this.#options = options;
    this.#spares = new SpareConnections({
      clock: options.clock,
      connect: this.#createConnect(),
      ...(options.spares === undefined ? {} : { most: options.spares }),
    });
  }

  dispatch(
    request: Dispatcher.DispatchOptions & { readonly origin: string },
    handler: Dispatcher.DispatchHandler,
  ): void {
    // Who hears the reply keeps the time.
    this.#poolOf(request.origin).dispatch({ ...request, headersTimeout: 0, bodyTimeout: 0 }, handler);
  }

  /** True within `onRequestStart` of a request that is the first on its connection. */
  get justOpened(): boolean {
    return this.#spares.justOpened;
  }

  /** Sees to it that the next request to an origin finds a connection. */
  prepare(origin: string): void {
    const connected = this.#pools.get(origin)?.stats.connected ?? 0;
    if (!this.#http2.has(origin) || connected === 0) this.#keepOneReady(targetOf(origin));
  }

  /** A request was left before its reply was over: what it closed is replaced. */
  replace(origin: string): void {
    if (!this.#http2.has(origin)) this.#spares.open(targetOf(origin));
  }

  /**
   * Nothing came for too long. A shared connection may be dead without anybody knowing: requests that are
   * under way keep it, later ones get another.
   */
  suspect(origin: string): void {
    const pool = this.#pools.get(origin);
    if (pool !== undefined && this.#http2.has(origin)) this.#retire(origin, pool);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#spares[Symbol.dispose]();
    const pools = [...this.#pools.values(), ...this.#retired];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #createConnect(): Connect {
    const { policy, resolve, authorities, http2 = false } = this.#options;
    const connect = createGuardedConnect({
      policy,
      timeoutMs: longestConnectMs,
      http2,
      ...(resolve === undefined ? {} : { resolve }),
      ...(authorities === undefined ? {} : { authorities }),
    });
    return (target, callback) =>
      connect(target, (...result) => {
        this.#learn(target, result);
        callback(...result);
      });
  }

  #learn(target: Target, [error, socket]: Parameters<ConnectCallback>): void {
    if (error !== null) return;
    const origin = originOf(target);
    if (isHttp2(socket)) this.#http2.add(origin);
    else this.#http2.delete(origin);
  }

  #poolOf(origin: string): Pool {
    const known = this.#pools.get(origin);
    if (known !== undefined) return known;
    const { Pool } = loadUndici();
    const pool = new Pool(origin, {
      connections: this.#options.most,
      keepAliveTimeout: keepAliveMs,
      connect: (target, callback) => this.#spares.connect(target, this.#thenKeepOneReady(target, callback)),
    });
    this.#pools.set(origin, pool);
    const dropUnused = (): void => this.#dropUnused(origin, pool);
    pool.on("disconnect", dropUnused).on("connectionError", dropUnused);
    return pool;
  }

  /** Whoever takes a connection for itself leaves one for the next, which may come in the moment of its abort. */
  #thenKeepOneReady(target: Target, callback: ConnectCallback): ConnectCallback {
    return (...result) => {
      callback(...result);
      const [error, socket] = result;
      if (error === null && !isHttp2(socket)) this.#keepOneReady(target);
    };
  }

  #keepOneReady(target: Target): void {
    if (this.#spares.count(target) === 0) this.#spares.open(target);
  }

  #dropUnused(origin: string, pool: Pool): void {
    const { connected, size } = pool.stats;
    if (connected === 0 && size === 0 && this.#pools.get(origin) === pool) this.#retire(origin, pool);
  }

  /** Its requests end as they would; then it is closed. */
  #retire(origin: string, pool: Pool): void {
    this.#pools.delete(origin);
    if (pool.closed || pool.destroyed) return;
    this.#retired.add(pool);
    // A pool that is destroyed while it closes has nobody left to tell.
    pool.close().then(
      () => this.#retired.delete(pool),
      () => this.#retired.delete(pool),
    );
  }
}

function targetOf(origin: string): Target {
  const { protocol, hostname, host, port } = new URL(origin);
  return { protocol, hostname: hostname.replace(/^\[(.*)\]$/, "$1"), host, port };
}

/** As `URL#origin` spells it. */
function originOf({ protocol, hostname, port }: Target): string {
  const host = hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${host}${port ? `:${port}` : ""}`).origin;
}
