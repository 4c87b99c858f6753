import { describe, expect, test } from "vitest";
import { createAddressPolicy } from "./address-policy.ts";

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
});
