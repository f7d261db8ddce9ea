// internalBinding('url'): the WHATWG URL parser, with the offsets into the href that Node's URL
// class reads the parts by.
'use strict';

const defaultPorts = { 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443, 'ftp:': 21, 'file:': -1 };
const schemeTypes = { 'http:': 0, 'https:': 2, 'ws:': 3, 'ftp:': 4, 'wss:': 5, 'file:': 6 };
const notSpecial = 1;
const omitted = 0xffffffff;

const encoder = (set) => (text) => {
  let result = '';
  for (const char of text) {
    const code = char.codePointAt(0);
    if (code > 0x7e || code < 0x20 || set.includes(char)) {
      result += encodeURIComponent(code >= 0xd800 && code <= 0xdfff ? '\ufffd' : char)
        .replace(/^[^%]$/, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
    } else {
      result += char;
    }
  }
  return result;
};
const encodeFragment = encoder(' "<>`');
const encodeQuery = encoder(' "#<>');
const encodeSpecialQuery = encoder(' "#<>\'');
const encodePath = encoder(' "#<>?`{}');
const encodeUser = encoder(' "#<>?`{}/:;=@[\\]^|');
const encodeControls = encoder('');

function percentDecode(text) {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function parseIpv4Part(part) {
  if (part === '') return NaN;
  if (/^0[xX][0-9a-fA-F]*$/.test(part)) return part.length === 2 ? 0 : parseInt(part, 16);
  if (/^0[0-7]*$/.test(part)) return parseInt(part, 8);
  return /^[0-9]+$/.test(part) ? parseInt(part, 10) : NaN;
}

// null: no such address; undefined: not an IPv4 address at all
function parseIpv4(host) {
  const parts = host.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  if (!/^([0-9]+|0[xX][0-9a-fA-F]*)$/.test(parts.at(-1))) return undefined;
  const numbers = parts.map(parseIpv4Part);
  const last = numbers.pop();
  if (parts.length > 4 || numbers.some((n) => !(n <= 255)) || !(last < 256 ** (5 - parts.length))) return null;
  let address = last;
  numbers.forEach((n, index) => { address += n * 256 ** (3 - index); });
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

function parseIpv6(text) {
  const v4 = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (v4) {
    const bytes = v4.slice(2).map(Number);
    if (bytes.some((byte) => byte > 255)) return null;
    text = v4[1] + (bytes[0] * 256 + bytes[1]).toString(16) + ':' + (bytes[2] * 256 + bytes[3]).toString(16);
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = head.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return null;
  const all = [...head, ...Array(tail === undefined ? 0 : 8 - given).fill('0'), ...(tail ?? [])];
  if (all.some((piece) => !/^[0-9a-fA-F]{1,4}$/.test(piece))) return null;
  return compressIpv6(all.map((piece) => parseInt(piece, 16)));
}

function compressIpv6(pieces) {
  let best = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && pieces[i + length] === 0) length++;
    if (length > best[1]) best = [i, length];
  }
  const hex = pieces.map((piece) => piece.toString(16));
  if (best[0] < 0) return hex.join(':');
  return `${hex.slice(0, best[0]).join(':')}::${hex.slice(best[0] + best[1]).join(':')}`;
}

function parseHost(host, special) {
  if (host.startsWith('[')) {
    const address = host.endsWith(']') ? parseIpv6(host.slice(1, -1)) : null;
    return address === null ? null : `[${address}]`;
  }
  if (!special) return /[\0\t\n\r #/:<>?@[\\\]^|]/.test(host) ? null : encodeControls(host);
  const decoded = percentDecode(host);
  const ascii = decoded === null ? null : toAscii(decoded);
  if (!ascii || /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(ascii)) return null;
  const v4 = parseIpv4(ascii);
  return v4 === undefined ? ascii : v4;
}

let toAscii = (host) => (/^[\0-\x7f]*$/.test(host) ? host.toLowerCase() : null);

function parsePath(path, base, special, isFile) {
  const result = [...base];
  const parts = path.split(special ? /[/\\]/ : '/');
  parts.forEach((part, index) => {
    const last = index === parts.length - 1;
    const plain = part.replace(/%2e/gi, '.');
    if (plain === '..') {
      if (!(isFile && result.length === 1 && /^[a-zA-Z]:$/.test(result[0]))) result.pop();
      if (last) result.push('');
    } else if (plain === '.') {
      if (last) result.push('');
    } else {
      result.push(encodePath(part));
    }
  });
  return result;
}

function parseAuthority(url, text, special) {
  const at = text.lastIndexOf('@');
  if (at >= 0) {
    const [user, ...password] = text.slice(0, at).split(':');
    url.username = encodeUser(user);
    url.password = encodeUser(password.join(':'));
  }
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(text.slice(at + 1));
  if (!match || (match[1] === '' && (special || at >= 0 || match[2]))) return false;
  url.host = match[1] === '' ? '' : parseHost(match[1], special);
  const port = match[2] ? Number(match[2]) : null;
  if (url.host === null || port > 65535) return false;
  url.port = port === defaultPorts[url.protocol] ? null : port;
  return true;
}

function parseAfterScheme(url, rest, base) {
  const special = url.protocol in defaultPorts;
  const isFile = url.protocol === 'file:';
  const slashes = special ? /^[/\\]{2}/ : /^\/\//;
  const sameBase = base && base.protocol === url.protocol && special;
  if (slashes.test(rest) || (special && !isFile && !sameBase)) {
    const body = special && !isFile ? rest.replace(/^[/\\]*/, '') : rest.slice(2);
    const end = body.search(special ? /[/\\]/ : /\//);
    const authority = end < 0 ? body : body.slice(0, end);
    if (isFile) {
      const host = authority === '' ? '' : parseHost(authority, true);
      if (host === null) return false;
      url.host = host === 'localhost' ? '' : host;
    } else if (!parseAuthority(url, authority, special)) {
      return false;
    }
    url.path = end < 0 ? (special ? [''] : []) : parsePath(body.slice(end + 1), [], special, isFile);
    return true;
  }
  if (sameBase) return parseRelative(url, rest, base);
  if (isFile) url.host = '';
  if (isFile || rest.startsWith('/')) url.path = parsePath(rest.replace(special ? /^[/\\]/ : /^\//, ''), [], special, isFile);
  else url.opaquePath = encodeControls(rest);
  return true;
}

function parseRelative(url, rest, base) {
  const special = base.protocol in defaultPorts;
  const isFile = base.protocol === 'file:';
  url.protocol = base.protocol;
  if (rest.startsWith('//') || (special && /^[/\\]{2}/.test(rest))) return parseAfterScheme(url, rest, null);
  for (const key of ['username', 'password', 'host', 'port']) url[key] = base[key];
  if (rest === '') {
    url.path = base.path;
    url.query ??= base.query;
  } else if (rest[0] === '/' || (special && rest[0] === '\\')) {
    url.path = parsePath(rest.slice(1), [], special, isFile);
  } else {
    url.path = parsePath(rest, base.path.slice(0, -1), special, isFile);
  }
  return true;
}

function parse(input, base) {
  let text = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
  const url = { protocol: '', username: '', password: '', host: null, port: null, path: [],
                opaquePath: null, query: null, fragment: null };
  const hash = text.indexOf('#');
  if (hash >= 0) {
    url.fragment = encodeFragment(text.slice(hash + 1));
    text = text.slice(0, hash);
  }
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.exec(text)?.[0];
  url.protocol = scheme?.toLowerCase() ?? base?.protocol ?? '';
  const mark = text.indexOf('?');
  if (mark >= 0) {
    const encode = url.protocol in defaultPorts ? encodeSpecialQuery : encodeQuery;
    url.query = encode(text.slice(mark + 1));
    text = text.slice(0, mark);
  }
  if (scheme) return parseAfterScheme(url, text.slice(scheme.length), base) ? url : null;
  if (!base) return null;
  if (base.opaquePath === null) return parseRelative(url, text, base) ? url : null;
  if (text !== '' || hash < 0 || url.query !== null) return null;
  return { ...base, fragment: url.fragment };
}

const components = new Uint32Array(9);

// Writes the offsets and returns the href.
function serialize(url) {
  let href = url.protocol;
  components[0] = href.length;
  if (url.host !== null) href += '//';
  components[1] = components[2] = href.length;
  if (url.username || url.password) {
    href += url.username;
    components[1] = href.length;
    if (url.password) href += `:${url.password}`;
    components[2] = href.length;
    href += '@';
  }
  href += url.host ?? '';
  components[3] = href.length;
  components[4] = url.port ?? omitted;
  if (url.port !== null) href += `:${url.port}`;
  if (url.host === null && url.opaquePath === null && url.path.length > 1 && url.path[0] === '') href += '/.';
  components[5] = href.length;
  href += url.opaquePath ?? url.path.map((part) => `/${part}`).join('');
  components[6] = url.query === null ? omitted : href.length;
  if (url.query !== null) href += `?${url.query}`;
  components[7] = url.fragment === null ? omitted : href.length;
  if (url.fragment !== null) href += `#${url.fragment}`;
  components[8] = schemeTypes[url.protocol] ?? notSpecial;
  return href;
}

function parseWithBase(input, base) {
  const parsedBase = base === undefined ? undefined : parse(`${base}`);
  return parsedBase === null ? null : parse(`${input}`, parsedBase);
}

const setters = {
  kProtocol(url, value) {
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):?/.exec(value)?.[1].toLowerCase();
    if (scheme && (`${scheme}:` in defaultPorts) === (url.protocol in defaultPorts)) url.protocol = `${scheme}:`;
    if (url.port === defaultPorts[url.protocol]) url.port = null;
  },
  kHost(url, value) { if (url.opaquePath === null) setHost(url, value, true); },
  kHostname(url, value) { if (url.opaquePath === null) setHost(url, value, false); },
  kPort(url, value) {
    const digits = /^\d*/.exec(value)[0];
    if (value === '') url.port = null;
    else if (digits !== '' && Number(digits) <= 65535) {
      url.port = Number(digits) === defaultPorts[url.protocol] ? null : Number(digits);
    }
  },
  kUsername(url, value) { if (url.host) url.username = encodeUser(value); },
  kPassword(url, value) { if (url.host) url.password = encodeUser(value); },
  kPathname(url, value) {
    if (url.opaquePath !== null) return;
    const special = url.protocol in defaultPorts;
    url.path = parsePath(value.replace(special ? /^[/\\]/ : /^\//, ''), [], special, url.protocol === 'file:');
  },
  kSearch(url, value) {
    const encode = url.protocol in defaultPorts ? encodeSpecialQuery : encodeQuery;
    url.query = value === '' ? null : encode(value.replace(/^\?/, ''));
  },
  kHash(url, value) { url.fragment = value === '' ? null : encodeFragment(value.replace(/^#/, '')); },
};

function setHost(url, value, withPort) {
  const special = url.protocol in defaultPorts;
  const match = /^(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?/.exec(value);
  const host = match[1] === '' && !special ? '' : parseHost(match[1], special);
  if (host === null) return;
  url.host = host;
  if (withPort && match[2]) setters.kPort(url, match[2]);
}

const actions = ['kProtocol', 'kHost', 'kHostname', 'kPort', 'kUsername', 'kPassword', 'kPathname',
                 'kSearch', 'kHash', 'kHref'];

module.exports = ({ addData }) => addData('url', {
  urlComponents: components,
  parse(input, base) {
    const url = parseWithBase(input, base);
    return url === null ? undefined : serialize(url);
  },
  canParse: (input, base) => parseWithBase(input, base) !== null,
  update(href, action, value) {
    if (actions[action] === 'kHref') {
      const replaced = parse(`${value}`);
      return replaced === null ? false : serialize(replaced);
    }
    const url = parse(href);
    setters[actions[action]](url, `${value}`);
    return serialize(url);
  },
  format(href, hash, unicode, search, auth) {
    const url = parse(href);
    if (!hash) url.fragment = null;
    if (!search) url.query = null;
    if (!auth) url.username = url.password = '';
    return serialize(url);
  },
  domainToASCII: (domain) => parseHost(domain, true) ?? '',
  domainToUnicode: (domain) => parseHost(domain, true) ?? '',
  toASCII: (domain) => toAscii(domain) ?? '',
  toUnicode: (domain) => domain,
});
