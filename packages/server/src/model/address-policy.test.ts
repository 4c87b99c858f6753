import { describe, expect, test } from "vitest";
import { createAddressPolicy, isAddressRange } from "./address-policy.ts";

const guarded = createAddressPolicy({ allowPrivateAddresses: false });

describe("createAddressPolicy", () => {
  test.each([
    ["127.0.0.1", "loopback"],
    ["127.255.0.9", "loopback"],
    ["::1", "loopback"],
    ["::ffff:127.0.0.1", "loopback"],
    ["10.0.0.1", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["::ffff:10.1.2.3", "private"],
    ["fd12::1", "private"],
    ["169.254.169.254", "metadata"],
    ["::ffff:a9fe:a9fe", "metadata"],
    ["168.63.129.16", "metadata"],
    ["100.100.100.200", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["169.254.1.1", "link-local"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["100.64.0.1", "carrier-grade NAT"],
    ["0.0.0.0", "reserved"],
    ["224.0.0.1", "reserved"],
    ["255.255.255.255", "reserved"],
    ["198.18.0.1", "reserved"],
    ["::", "translated"],
    ["64:ff9b::7f00:1", "translated"],
    ["2002:7f00:1::", "translated"],
    ["not an address", "malformed"],
  ])("M32 %s is refused as %s", (address, kind) => {
    expect(guarded.refusal(address)).toBe(kind);
  });

  test.each(["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "M32 %s is public",
    (address) => {
      expect(guarded.refusal(address)).toBeUndefined();
    },
  );

  test("M32 where private addresses are allowed nothing is refused", () => {
    const open = createAddressPolicy({ allowPrivateAddresses: true });
    expect(open.refusal("127.0.0.1")).toBeUndefined();
  });

  const some = createAddressPolicy({ allowPrivateAddresses: ["10.1.0.0/16", "192.168.1.7", "fd12::/16"] });

  test.each(["10.1.2.3", "::ffff:10.1.2.3", "192.168.1.7", "fd12::9", "8.8.8.8"])(
    "M79 %s is called where its range is allowed",
    (address) => {
      expect(some.refusal(address)).toBeUndefined();
    },
  );

  test.each([
    ["10.2.0.1", "private"],
    ["192.168.1.8", "private"],
    ["127.0.0.1", "loopback"],
    ["fd13::1", "private"],
    ["169.254.169.254", "metadata"],
  ])("M79 %s is refused where only other ranges are allowed", (address, kind) => {
    expect(some.refusal(address)).toBe(kind);
  });

  test("M79 an empty list allows nothing", () => {
    expect(createAddressPolicy({ allowPrivateAddresses: [] }).refusal("10.0.0.1")).toBe("private");
  });
});

describe("isAddressRange", () => {
  test.each(["10.0.0.0/8", "10.1.2.3", "::1", "fd00::/8", "0.0.0.0/0"])("M79 %s is one", (text) => {
    expect(isAddressRange(text)).toBe(true);
  });

  test.each(["", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/", "10.0.0.0/8/8", "fe80::1%eth0", "host", "/8"])(
    "M79 %j is none",
    (text) => {
      expect(isAddressRange(text)).toBe(false);
    },
  );
});
