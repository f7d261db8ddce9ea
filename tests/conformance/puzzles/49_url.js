// Every kind of URL, alone and against a base.
const table = ['http://a/b?c#d','HTTP://EXAMPLE.com:80/a/../b/./c','https://user:pa ss@h:8443/%7Efoo/../x?y=z#é','file:///C:/x/../y','http://[::1]:80/','http://192.168.0.257','http://0x7f.1/','mailto:a@b','data:text/plain,hi','http://münchen.de/ä','http://xn--mnchen-3ya.de','//x','http://a b','javascript:alert(1)','ws://h:80','wss://h:443/','http://h:65536','blob:https://x/1','http:\\\\a\\b','non-special://h/p/../q','http://EXAMPLE%2ecom','http://a//b///c','ftp://u@h:21/x','http://h/?q=\'"<>','http://ß.de', '', 'foo:/bar/../x','http://h/a?b?c#d#e'];
const { URL, format, domainToASCII, domainToUnicode, parse } = require('url');
for (const t of table) {
  for (const base of [undefined, 'http://base/dir/file?q#f', 'file:///d/e']) {
    try { const u = new URL(t, base); console.log(t, base, u, URL.canParse(t, base)); } catch (e) { console.log(t, base, e.code, e.message, e.input); }
  }
}
const u = new URL('https://user:pw@example.org:81/p?q=1#h');
for (const [k, v] of [['protocol','http'],['protocol','foo'],['host','h2:99'],['hostname','ü'],['port','443'],['port','x'],['pathname','a b'],['search','?x=ü'],['hash',''],['username','ä'],['password',''],['href','http://n/']]) { u[k] = v; console.log(k, u.href); }
try { u.href = 'nope'; } catch (e) { console.log(e.code); }
console.log(format(new URL('https://a:b@測試?abc#foo'), { fragment: false, unicode: true, auth: false }), domainToASCII('español.com'), domainToASCII('xn--iñvalid.com'), domainToUnicode('xn--espaol-zwa.com'));
console.log([...new URLSearchParams('a=1&b=2&a=3')], parse('http://ü.de/x?y').host);
