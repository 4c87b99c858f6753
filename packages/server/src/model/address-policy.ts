import { BlockList, isIP } from "node:net";

/** Which addresses may be connected to; asked after DNS, for every connection. */
export interface AddressPolicy {
  /** What kind of address it is, where it is refused. */
  refusal(address: string): string | undefined;
}

export interface AddressPolicyOptions {
  /**
   * True where the server itself listens on loopback only: then everything local is the user's own. A list allows
   * these ranges (`10.1.0.0/16`), or single addresses, and no others.
   */
  readonly allowPrivateAddresses: boolean | readonly string[];
}

/** Whether a text names addresses as the list of an operator may: one address, or a range in CIDR notation. */
export function isAddressRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes("%")) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widthOf(version));
}

/** An address that the policy refuses. */
export class BlockedAddressError extends Error {
  override readonly name = "BlockedAddressError";

  constructor(host: string, address: string, kind: string) {
    const place = host === address ? `${address} is` : `${host} is at ${address},`;
    super(
      `${place} a ${kind} address, and this server, which others can reach, calls public addresses only; ` +
        "use a public address, or have the operator allow private ones",
    );
  }
}

export function createAddressPolicy({ allowPrivateAddresses: allowed }: AddressPolicyOptions): AddressPolicy {
  if (allowed === true) return { refusal: () => undefined };
  const exceptions = listOf(...(allowed === false ? [] : allowed));
  return { refusal: (address) => kindOf(address, exceptions) };
}

/** The kind of an address that is neither public nor an exception, or undefined. */
function kindOf(address: string, exceptions: BlockList): string | undefined {
  const plain = address.split("%")[0] ?? "";
  const version = isIP(plain);
  if (version === 0) return "malformed";
  const family = familyOf(version);
  const kind = kinds.find(([, list]) => list.check(plain, family))?.[0];
  return kind === undefined || exceptions.check(plain, family) ? undefined : kind;
}

function familyOf(version: number): "ipv4" | "ipv6" {
  return version === 4 ? "ipv4" : "ipv6";
}

function widthOf(version: number): number {
  return version === 4 ? 32 : 128;
}

function listOf(...ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const version = isIP(address);
    list.addSubnet(address, bits === undefined ? widthOf(version) : Number(bits), familyOf(version));
  }
  return list;
}

/** The first that matches names the address; IPv4 inside IPv6 (`::ffff:`) is checked as IPv4. */
const kinds: readonly (readonly [string, BlockList])[] = [
  ["loopback", listOf("127.0.0.0/8", "::1/128")],
  // Cloud metadata stands before the ranges that hold it.
  ["metadata", listOf("169.254.169.254/32", "168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::254/128")],
  ["link-local", listOf("169.254.0.0/16", "fe80::/10")],
  ["private", listOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")],
  ["carrier-grade NAT", listOf("100.64.0.0/10")],
  // Tunnels and translations carry an IPv4 address inside that a check of the outer one would miss.
  ["translated", listOf("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")],
  [
    "reserved",
    listOf("0.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8", "100::/64"),
  ],
];
