import type { Finding } from "../ports/examination.ts";
import { failed, ok, skipped, spanText, warning } from "./finding.ts";
import type { Handshake, Knocked, LookedUp } from "./wire.ts";

/** What the way to an endpoint tells: the address, the name, the connection, TLS. Pure. */

export interface SpelledUrl {
  readonly baseUrl: string;
  /** Where completions are asked for, without the query; or why nowhere. */
  readonly address: { readonly ok: true; readonly shown: string } | { readonly ok: false; readonly problem: string };
}

const route = "/chat/completions";

export function diagnoseBaseUrl({ baseUrl, address }: SpelledUrl): Finding {
  if (!address.ok) {
    const change = /^[a-z][a-z0-9+.-]*:\/\//i.test(baseUrl)
      ? "write it as https://host/v1"
      : `write it as http://${withoutQuery(baseUrl)} or https://${withoutQuery(baseUrl)}`;
    return failed("base_url", { measured: "no address", why: address.problem, change });
  }
  const url = URL.parse(baseUrl);
  const measured = `POST ${address.shown}`;
  if (url !== null && (url.username !== "" || url.password !== "")) {
    const why = "a user and a password in base_url are not sent";
    return warning("base_url", { measured, why, change: "send them in headers, or as api_key" });
  }
  if (url === null || !url.pathname.replace(/\/+$/, "").endsWith(route)) return ok("base_url", measured);
  const why = `${route} stands in base_url already; it is not added again`;
  return warning("base_url", { measured, why, change: `leave ${route} out: other programs add it` });
}

function withoutQuery(text: string): string {
  return text.split("?")[0] ?? "";
}

const nameCodes: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name server did not answer",
  timeout: "the name was not found in time",
};

export function diagnoseName(host: string, found: LookedUp): Finding {
  if (!found.ok) {
    const why = nameCodes[found.code] ?? `the name could not be looked up (${found.code})`;
    const change =
      found.code === "ENOTFOUND"
        ? "check the spelling of base_url; the address of a tunnel is a new one after each start"
        : "check this machine's network and its name server, then try again";
    return failed("name", { measured: `${host} after ${spanText(found.ms)}`, why, change });
  }
  const [first = "", ...others] = found.addresses;
  if (first === host) return ok("name", `${host} is an address`);
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return ok("name", `${host} is ${first}${more}, ${spanText(found.ms)}`);
}

export interface CheckedAddress {
  readonly address: string;
  /** The kind of address that this server must not call. */
  readonly refusal?: string | undefined;
}

export function diagnoseAddress(checked: readonly CheckedAddress[]): Finding {
  const refused = checked.filter((one) => one.refusal !== undefined);
  const [first] = refused;
  if (first === undefined) return ok("address", "may be called from here");
  if (refused.length < checked.length) {
    return ok("address", `${checked.length - refused.length} of ${checked.length} may be called from here`);
  }
  return failed("address", {
    measured: `${first.address} is a ${first.refusal} address`,
    why: "this server can be reached by others, and calls public addresses only",
    change: "use a public address, map the model in the configuration, or set allow_private_addresses there",
  });
}

const connectionCodes: Readonly<Record<string, { readonly why: string; readonly change: string }>> = {
  ECONNREFUSED: { why: "nothing listens there", change: "start the model server, or correct the port in base_url" },
  ECONNRESET: { why: "the connection was closed at once", change: "check what listens at this port" },
  EHOSTUNREACH: { why: "there is no way to that host", change: "check the network, a VPN, and the address" },
  ENETUNREACH: { why: "there is no way to that network", change: "check the network, a VPN, and the address" },
  timeout: { why: "nobody answered, not even to refuse", change: "check the address, the port, and firewalls" },
};

export function diagnoseConnection(address: string, port: number, knocked: Knocked): Finding {
  const place = `${address.includes(":") ? `[${address}]` : address}:${port}`;
  if (knocked.ok) return ok("connection", `${place}, ${spanText(knocked.ms)}`);
  const known = connectionCodes[knocked.code] ?? {
    why: `the connection failed (${knocked.code})`,
    change: "check the address and the port in base_url",
  };
  return failed("connection", { measured: `${place}, after ${spanText(knocked.ms)}`, ...known });
}

/** A secret in plain words is fine on one's own machine only. */
export function diagnosePlainHttp(near: boolean, sendsKey: boolean): Finding {
  if (near || !sendsKey) return skipped("tls", "base_url begins with http://");
  return warning("tls", {
    measured: "none: base_url begins with http://",
    why: "the key is sent over the network for everyone on the way to read",
    change: "use https://, or a private network",
  });
}

const certificateCodes: Readonly<Record<string, { readonly why: string; readonly change: string }>> = {
  CERT_HAS_EXPIRED: { why: "the certificate has expired", change: "renew it on the server" },
  CERT_NOT_YET_VALID: { why: "the certificate is not valid yet", change: "check the clocks of both machines" },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    why: "the certificate is self-signed",
    change: "use one that is signed, or name its file in NODE_EXTRA_CA_CERTS where repartee runs",
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    why: "the certificate comes from an authority that this machine does not know",
    change: "name the authority's file in NODE_EXTRA_CA_CERTS where repartee runs",
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    why: "the server does not send the certificates between its own and the authority's",
    change: "have the server send its whole chain (fullchain.pem)",
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    why: "the certificate comes from an authority that this machine does not know",
    change: "name the authority's file in NODE_EXTRA_CA_CERTS where repartee runs",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    why: "the certificate is for another name",
    change: "call the server by a name of its certificate, or get one for this name",
  },
};

export function diagnoseTls(host: string, hands: Handshake): Finding {
  if (!hands.ok) {
    const timeout = hands.code === "timeout";
    return failed("tls", {
      measured: `no handshake after ${spanText(hands.ms)} (${hands.code})`,
      why: timeout ? "the server did not finish the handshake" : "the server does not speak TLS at this port",
      change: timeout ? "check what listens there" : "begin base_url with http://, or use the port that speaks TLS",
    });
  }
  const { certificate, problem } = hands;
  const measured = `${hands.version}${hands.http2 ? ", HTTP/2 offered" : ""}, ${spanText(hands.ms)}`;
  if (problem === undefined) return ok("tls", `${measured}, certificate until ${certificate.validTo}`);
  const known = certificateCodes[problem] ?? {
    why: `the certificate is not accepted (${problem})`,
    change: "mend the certificate on the server",
  };
  const seen = `for ${certificate.names || "no name"}, until ${certificate.validTo}, asked for ${host}`;
  return failed("tls", { measured: `certificate ${seen}`, ...known });
}
