import type { Dispatcher, Pool } from "undici";
import type { Clock } from "../../ports/clock.ts";
import type { AddressPolicy } from "../address-policy.ts";
import { createGuardedConnect } from "../guarded-connect.ts";
import type { Resolve } from "../guarded-connect.ts";
import type { UpstreamRequest } from "./http2-request.ts";
import { Http2Upstream } from "./http2-upstream.ts";
import { SpareConnections } from "./spare-connections.ts";
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
  /** Offered where TLS is spoken, unless this is false. */
  readonly http2?: boolean;
  /** Spares to one origin; 0 is for measuring what they are good for. */
  readonly spares?: number;
}

/** No connection takes longer, whatever an upstream's own limit is. */
const longestConnectMs = 30_000;
/** How long an idle connection is kept, where its server names no time of its own: a pause between two turns. */
const keepAliveMs = 30_000;
/** Origins of which it is remembered that they chose HTTP/1.1. */
const mostRemembered = 1000;

/**
 * The connections to all upstreams: pools that reuse them, and spares that are ready when a pool needs another.
 *
 * On HTTP/1.1, which undici speaks, a generation owns its connection, and aborting it closes that. On HTTP/2, spoken
 * where the upstream chooses it in its TLS handshake, generations share one, and aborting resets a stream of it.
 */
export class UpstreamConnections implements AsyncDisposable {
  readonly #options: UpstreamConnectionsOptions;
  readonly #spares: SpareConnections;
  readonly #connectHttp2: Connect;
  /** By origin. */
  readonly #pools = new Map<string, Pool>();
  readonly #retired = new Set<Pool>();
  /** By origin: those that speak HTTP/2, and those that were not asked yet. */
  readonly #http2 = new Map<string, Http2Upstream>();
  /** Origins that chose HTTP/1.1 in their TLS handshake; the one that was learned first is forgotten first. */
  readonly #http1 = new Set<string>();

  constructor(options: UpstreamConnectionsOptions) {
    this.#options = options;
    this.#spares = new SpareConnections({
      clock: options.clock,
      connect: this.#createConnect(false),
      ...(options.spares === undefined ? {} : { most: options.spares }),
    });
    this.#connectHttp2 = this.#createConnect(true);
  }

  dispatch(request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void {
    if (this.#mayChooseHttp2(request.origin)) this.#upstreamOf(request.origin).dispatch(request, handler);
    else this.#dispatchHttp1(request, handler);
  }

  /** True within `onRequestStart` of a request that is the first on its connection. */
  get justOpened(): boolean {
    return this.#spares.justOpened || [...this.#http2.values()].some((upstream) => upstream.justOpened);
  }

  /** Sees to it that the next request to an origin finds a connection. */
  prepare(origin: string): void {
    if (this.#mayChooseHttp2(origin)) this.#upstreamOf(origin).prepare();
    else this.#keepOneReady(targetOf(origin));
  }

  /** A request was left before its reply was over: what it closed is replaced. */
  replace(origin: string): void {
    if (!this.#mayChooseHttp2(origin)) this.#spares.open(targetOf(origin));
  }

  /**
   * Nothing came for too long. A shared connection may be dead without anybody knowing: requests that are
   * under way keep it, later ones get another.
   */
  suspect(origin: string): void {
    this.#http2.get(origin)?.suspect();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#spares[Symbol.dispose]();
    for (const upstream of this.#http2.values()) upstream[Symbol.dispose]();
    const pools = [...this.#pools.values(), ...this.#retired];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #createConnect(http2: boolean): Connect {
    const { policy, resolve, authorities } = this.#options;
    return createGuardedConnect({
      policy,
      timeoutMs: longestConnectMs,
      http2,
      ...(resolve === undefined ? {} : { resolve }),
      ...(authorities === undefined ? {} : { authorities }),
    });
  }

  #mayChooseHttp2(origin: string): boolean {
    return this.#options.http2 !== false && origin.startsWith("https:") && !this.#http1.has(origin);
  }

  #upstreamOf(origin: string): Http2Upstream {
    const known = this.#http2.get(origin);
    if (known !== undefined) return known;
    const { clock, most } = this.#options;
    const upstream = new Http2Upstream({
      origin,
      clock,
      most,
      idleMs: keepAliveMs,
      connect: (callback) => this.#connectHttp2(targetOf(origin), callback),
      choseHttp1: (socket, waiting) => {
        this.#rememberHttp1(origin);
        this.#spares.adopt(targetOf(origin), socket);
        for (const { request, handler } of waiting) this.#dispatchHttp1(request, handler);
      },
      unused: () => this.#http2.delete(origin),
    });
    this.#http2.set(origin, upstream);
    return upstream;
  }

  #rememberHttp1(origin: string): void {
    this.#http1.add(origin);
    const [oldest] = this.#http1;
    if (this.#http1.size > mostRemembered && oldest !== undefined) this.#http1.delete(oldest);
  }

  #dispatchHttp1(request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void {
    const { origin, headers } = request;
    // Who hears the reply keeps the time.
    const options = { ...request, headers: { ...headers }, headersTimeout: 0, bodyTimeout: 0 };
    this.#poolOf(origin).dispatch(options, handler);
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
      if (result[0] === null) this.#keepOneReady(target);
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
