"""Addresses that must never be fetched; the names in them are those of the fake resolver of their tests."""

NEVER = [
    "file:///etc/passwd", "file://public.example/x", "ftp://public.example/x", "gopher://public.example:70/_x",
    "data:text/html,x", "javascript:alert(1)", "dict://public.example/", "ldap://public.example", "jar:http://x!/",
    "about:blank", "ws://public.example", "//public.example/x", "public.example", "", "http://", "http:///x", "https://:443/",
    "http://user:secret@public.example/", "http://user@public.example/", "http://@public.example/",
    "http://public.example@127.0.0.1/", "http://127.0.0.1#@public.example/", "http://127.0.0.1\\@public.example/",
    "http://public.example:22/", "http://public.example:25/", "http://public.example:6379/", "http://public.example:99999/",
    "http://public.example:x/", "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/",
    "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://00000000177.0.0.1/", "http://0/", "http://0.0.0.0/",
    "http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/", "http://[::1]/", "http://[::]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fd00::1]/", "http://[ff02::1]/",
    "http://localhost/", "http://LOCALHOST:8080/", "http://two.example/", "http://inside.example/", "http://six.example/",
    "http://mapped.example/", "http://metadata.example/", "http://nothing.example/", "http://wide.example/",
    "http://old.example/", "http://shared.example/", "http://zero.example/", "http://many.example/", "http://local6.example/",
    "http://unique.example/", "http://unknown.example/", "http://pub lic.example/", "http://public.example/\r\nHost: x",
    "http://public.example/" + "a" * 3000, "http://ⓛocalhost/", "http://１２７.0.0.1/", "http://127。0。0。1/", "http://[::1",
    "http://pub_lic..example/", "http://-.-/", "http://%31%32%37.0.0.1/", "http://\u202epublic.example/",
]  # fmt: skip
