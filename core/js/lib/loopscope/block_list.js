// internalBinding('block_list'): addresses, and lists of addresses to refuse. An address is a number
// of 128 bits; those of IPv4 are mapped into ::ffff:0:0/96, so both kinds compare.
'use strict';

const AF_INET = 2;
const AF_INET6 = 10;
const mappedPrefix = 0xffffn << 32n;

const v4Number = (ip) => ip.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);

function v6Number(ip) {
  const dotted = ip.lastIndexOf(':') + 1;
  if (ip.includes('.')) {
    const v4 = v4Number(ip.slice(dotted));
    ip = `${ip.slice(0, dotted)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const [head, tail] = ip.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const gap = tail === undefined ? [] : Array(8 - head.length - tail.length).fill('0');
  return [...head, ...gap, ...(tail ?? [])].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

const familyName = (address) => (address.family === AF_INET ? 'IPv4' : 'IPv6');

module.exports = ({ add, get }) => add('block_list', (binding) => {
  class SocketAddress {
    #flowlabel;
    constructor(address, port, family, flowlabel) {
      const canonical = get('cares_wrap').canonicalizeIP(address);
      if (canonical === undefined || canonical.includes(':') !== (family === AF_INET6)) {
        throw Object.assign(new Error('Invalid address'), { code: 'ERR_INVALID_ADDRESS' });
      }
      Object.assign(this, { address: canonical, port, family });
      this.#flowlabel = flowlabel;
      this.number = family === AF_INET ? mappedPrefix + v4Number(canonical) : v6Number(canonical);
    }
    detail(out) {
      const { address, port, family } = this;
      return Object.assign(out, { address, port, family, flowlabel: this.#flowlabel });
    }
    flowlabel() { return this.#flowlabel; }
  }

  class BlockList {
    #rules = [];  // the latest first
    addAddress(one) {
      this.#rules.unshift({
        text: `Address: ${familyName(one)} ${one.address}`,
        matches: (number) => number === one.number,
      });
    }
    addRange(from, to) {
      if (from.number > to.number) return false;
      this.#rules.unshift({
        text: `Range: ${familyName(from)} ${from.address}-${to.address}`,
        matches: (number) => number >= from.number && number <= to.number,
      });
      return true;
    }
    addSubnet(network, prefix) {
      const free = BigInt((network.family === AF_INET ? 32 : 128) - prefix);
      this.#rules.unshift({
        text: `Subnet: ${familyName(network)} ${network.address}/${prefix}`,
        matches: (number) => number >> free === network.number >> free,
      });
    }
    check(one) { return this.#rules.some((rule) => rule.matches(one.number)); }
    getRules() { return this.#rules.map((rule) => rule.text); }
  }

  Object.assign(binding, { AF_INET, AF_INET6, FLOW_LABEL: 0, SocketAddress, BlockList });
});
